import { Injectable } from '@nestjs/common'
import { Refused, type CreateUserInput, type NewPassword, type User } from '@genba/contracts'
import { Access, AuditChain, Clock } from '@genba/platform'
import { hashPassword, newPassword } from '../session/password.js'
import { UserStore } from '../session/user.store.js'
import type { Person } from '../session/visitor.js'
import { rowOf } from './user-row.js'

@Injectable()
export class CreateUser {
  constructor(
    private readonly users: UserStore,
    private readonly audit: AuditChain,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Told to the audit chain first: nothing happens that it does not know. Throws Refused NAME_TAKEN. */
  async execute(actor: Person, input: CreateUserInput): Promise<NewPassword> {
    this.access.requireEverywhere(actor, 'user.write')
    if (await this.users.get(input.name)) throw new Refused('NAME_TAKEN', { at: 'name' })
    const password = newPassword()
    const user: User = {
      v: 1,
      version: 1,
      ...input,
      password: await hashPassword(password),
      mustChange: true,
      failures: 0,
    }
    const now = this.clock.now()
    await this.audit.append(`user.created~${input.name}~${now}`, {
      at: now,
      by: actor.user,
      action: 'user.created',
      subject: input.name,
      detail: { grants: JSON.stringify(input.grants) },
    })
    await this.users.insert(user)
    return { user: rowOf(user, 0), password }
  }
}
