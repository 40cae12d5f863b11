import { Injectable } from '@nestjs/common'
import { Refused, type SessionList } from '@genba/contracts'
import { EndSessions } from '../session/end-sessions.js'
import { ListSessions } from '../session/list-sessions.js'
import type { Visitor } from '../session/visitor.js'

@Injectable()
export class OwnSessions {
  constructor(
    private readonly listing: ListSessions,
    private readonly ending: EndSessions,
  ) {}

  async list({ actor, session }: Visitor): Promise<SessionList> {
    return { sessions: await this.listing.execute(actor.user, session) }
  }

  /** Throws Refused NOT_FOUND for a session of somebody else too. */
  async end(visitor: Visitor, id: string): Promise<void> {
    const { sessions } = await this.list(visitor)
    if (!sessions.some((session) => session.id === id)) throw new Refused('NOT_FOUND', { session: id })
    await this.ending.execute([id], visitor.actor.user, 'session.revoked')
  }
}
