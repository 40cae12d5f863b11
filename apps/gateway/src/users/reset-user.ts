import { Injectable } from '@nestjs/common'
import { Refused, type NewPassword, type User, type UserRow } from '@genba/contracts'
import { Access, AuditChain, Clock } from '@genba/platform'
import { EndSessions } from '../session/end-sessions.js'
import { hashPassword, newPassword } from '../session/password.js'
import { UserStore } from '../session/user.store.js'
import type { Person } from '../session/visitor.js'
import { ListUsers } from './list-users.js'

/** Gives somebody who lost them a new password or the way to a new authenticator. Ends their sessions. */
@Injectable()
export class ResetUser {
  constructor(
    private readonly users: UserStore,
    private readonly ending: EndSessions,
    private readonly listing: ListUsers,
    private readonly audit: AuditChain,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async password(actor: Person, name: string): Promise<NewPassword> {
    this.access.requireEverywhere(actor, 'user.write')
    const user = await this.find(name)
    if (user.oidc) throw new Refused('NOT_ALLOWED', { user: name })
    const password = newPassword()
    const hash = await hashPassword(password)
    await this.record(actor, 'user.password-reset', name)
    await this.users.change(name, { password: hash, mustChange: true, failures: 0, lockedUntil: undefined })
    await this.ending.ofUser(name, actor.user)
    return { user: await this.listing.get(actor, name), password }
  }

  async totp(actor: Person, name: string): Promise<UserRow> {
    this.access.requireEverywhere(actor, 'user.write')
    await this.find(name)
    await this.record(actor, 'user.totp-reset', name)
    await this.users.setTotp(name, undefined)
    await this.ending.ofUser(name, actor.user)
    return this.listing.get(actor, name)
  }

  private async find(name: string): Promise<User> {
    const user = await this.users.get(name)
    if (!user) throw new Refused('NOT_FOUND', { user: name })
    return user
  }

  private async record(actor: Person, action: string, subject: string): Promise<void> {
    const now = this.clock.now()
    await this.audit.append(`${action}~${subject}~${now}`, { at: now, by: actor.user, action, subject, detail: {} })
  }
}
