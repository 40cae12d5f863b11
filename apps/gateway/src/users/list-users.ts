import { Injectable } from '@nestjs/common'
import { Refused, type UserList, type UserRow } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { isOver } from '../session/authenticate.js'
import { SessionStore } from '../session/session.store.js'
import { UserStore } from '../session/user.store.js'
import type { Person } from '../session/visitor.js'
import { rowOf } from './user-row.js'

@Injectable()
export class ListUsers {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person): Promise<UserList> {
    this.access.requireEverywhere(actor, 'user.read')
    const counts = new Map<string, number>()
    const now = this.clock.now()
    for (const session of await this.sessions.list())
      if (!isOver(session, now)) counts.set(session.user, (counts.get(session.user) ?? 0) + 1)
    const users = (await this.users.list()).map((user) => rowOf(user, counts.get(user.name) ?? 0))
    return { users: users.sort((a, b) => a.name.localeCompare(b.name)) }
  }

  /** One of them. Throws Refused NOT_FOUND. */
  async get(actor: Person, name: string): Promise<UserRow> {
    const row = (await this.execute(actor)).users.find((user) => user.name === name)
    if (!row) throw new Refused('NOT_FOUND', { user: name })
    return row
  }
}
