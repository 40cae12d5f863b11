import { Injectable } from '@nestjs/common'
import { Refused, type ChangeUserInput, type UserRow } from '@genba/contracts'
import { Access, AuditChain, Clock } from '@genba/platform'
import { EndSessions } from '../session/end-sessions.js'
import { UserStore } from '../session/user.store.js'
import type { Person } from '../session/visitor.js'
import { ListUsers } from './list-users.js'

@Injectable()
export class ChangeUser {
  constructor(
    private readonly users: UserStore,
    private readonly ending: EndSessions,
    private readonly listing: ListUsers,
    private readonly audit: AuditChain,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Throws Refused CHANGED_MEANWHILE, and NOT_ALLOWED for one's own grants: nobody locks themselves out or in. */
  async execute(actor: Person, name: string, input: ChangeUserInput): Promise<UserRow> {
    this.access.requireEverywhere(actor, 'user.write')
    const user = await this.users.get(name)
    if (!user) throw new Refused('NOT_FOUND', { user: name })
    const { version, displayName, grants, isDisabled } = input
    const isOther = JSON.stringify(grants) !== JSON.stringify(user.grants)
    if (name === actor.user && (isOther || isDisabled)) throw new Refused('NOT_ALLOWED', { user: name })
    if ((user.version ?? 0) !== version) throw new Refused('CHANGED_MEANWHILE', { user: name })
    await this.audit.append(`user.changed~${name}~${version + 1}~${this.clock.now()}`, {
      at: this.clock.now(),
      by: actor.user,
      action: 'user.changed',
      subject: name,
      detail: { grants: JSON.stringify(grants), isDisabled: String(isDisabled) },
    })
    await this.users.changeFrom(name, version, { displayName, grants, isDisabled })
    if (isDisabled) await this.ending.ofUser(name, actor.user)
    return this.listing.get(actor, name)
  }
}
