import { Injectable } from '@nestjs/common'
import { Clock } from '@genba/platform'
import { SessionStore } from './session.store.js'
import { sessionIn } from './token.js'
import { UserStore } from './user.store.js'
import type { Visitor } from './visitor.js'

/** Who is asking. Reads session and user each time: what was revoked or changed holds from the next request on. */
@Injectable()
export class Authenticate {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  async execute(cookieHeader: string | undefined): Promise<Visitor | undefined> {
    const id = sessionIn(cookieHeader)
    return id ? this.recognise(id) : undefined
  }

  /** Asks again about a session that is known already. */
  async recognise(id: string): Promise<Visitor | undefined> {
    const session = await this.sessions.get(id)
    if (!session || session.expiresAt <= this.clock.now()) return undefined
    const user = await this.users.get(session.user)
    if (!user) return undefined
    const { name, displayName, grants } = user
    return { actor: { kind: 'user', user: name, grants }, session: id, me: { user: name, displayName, grants } }
  }
}
