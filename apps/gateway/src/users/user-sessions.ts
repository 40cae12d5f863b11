import { Injectable } from '@nestjs/common'
import { Refused, type Ended, type SessionList } from '@genba/contracts'
import { Access } from '@genba/platform'
import { EndSessions } from '../session/end-sessions.js'
import { ListSessions } from '../session/list-sessions.js'
import { UserStore } from '../session/user.store.js'
import type { Person, Visitor } from '../session/visitor.js'

@Injectable()
export class UserSessions {
  constructor(
    private readonly users: UserStore,
    private readonly listing: ListSessions,
    private readonly ending: EndSessions,
    private readonly access: Access,
  ) {}

  async list({ actor, session }: Visitor, user: string): Promise<SessionList> {
    this.access.requireEverywhere(actor, 'user.read')
    if (!(await this.users.get(user))) throw new Refused('NOT_FOUND', { user })
    return { sessions: await this.listing.execute(user, session) }
  }

  async end(visitor: Visitor, user: string, id: string): Promise<Ended> {
    this.access.requireEverywhere(visitor.actor, 'user.write')
    const { sessions } = await this.list(visitor, user)
    if (!sessions.some((session) => session.id === id)) throw new Refused('NOT_FOUND', { session: id })
    await this.ending.execute([id], visitor.actor.user, 'session.revoked')
    return { ended: 1 }
  }

  async endAll(actor: Person, user: string): Promise<Ended> {
    this.access.requireEverywhere(actor, 'user.write')
    if (!(await this.users.get(user))) throw new Refused('NOT_FOUND', { user })
    return { ended: await this.ending.ofUser(user, actor.user) }
  }
}
