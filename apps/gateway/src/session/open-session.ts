import { Injectable } from '@nestjs/common'
import type { Session, User } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import { SessionStore } from './session.store.js'
import { newToken, sessionId } from './token.js'
import type { From } from './visitor.js'

export const SESSION_MS = 12 * 60 * 60_000
const AGENT_MAX_CHARS = 200

@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionStore,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  /** For somebody who has shown who they are. Returns the token for the cookie, which is kept nowhere. */
  async execute(user: User, via: NonNullable<Session['via']>, from: From): Promise<string> {
    const token = newToken()
    const id = sessionId(token)
    const now = this.clock.now()
    const { address } = from
    const agent = from.agent.slice(0, AGENT_MAX_CHARS)
    const times = { createdAt: now, lastSeenAt: now, expiresAt: now + SESSION_MS }
    await this.audit.append(`session.opened~${id}`, {
      at: now,
      by: user.name,
      action: 'session.opened',
      subject: id,
      detail: { via, address },
    })
    await this.sessions.insert(id, { v: 1, user: user.name, ...times, via, address, agent })
    return token
  }
}
