import { Inject, Injectable } from '@nestjs/common'
import type { Session } from '@genba/contracts'
import { Clock } from '@genba/platform'
import type { GatewayConfig } from '../config.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { meOf } from './me.js'
import { SessionStore } from './session.store.js'
import { sessionIn } from './token.js'
import { UserStore } from './user.store.js'
import type { Visitor } from './visitor.js'

/** A session that no page and no request used for so long is over. An open console counts as use. */
export const IDLE_MS = 60 * 60_000
const TOUCH_MS = 60_000

/** Who is asking. Reads session and user each time: what was revoked or changed holds from the next request on. */
@Injectable()
export class Authenticate {
  constructor(
    private readonly sessions: SessionStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  async execute(cookieHeader: string | undefined): Promise<Visitor | undefined> {
    const id = sessionIn(cookieHeader)
    return id ? this.recognise(id) : undefined
  }

  /** Asks again about a session that is known already. */
  async recognise(id: string): Promise<Visitor | undefined> {
    const session = await this.sessions.get(id)
    const now = this.clock.now()
    if (!session || isOver(session, now)) return undefined
    const user = await this.users.get(session.user)
    if (!user || user.isDisabled) return undefined
    if (seenAt(session) + TOUCH_MS <= now) await this.sessions.touch(id, now)
    const me = meOf(user, this.config.GENBA_TOTP_ROLES)
    return { actor: { kind: 'user', user: user.name, grants: user.grants }, session: id, me }
  }
}

export const seenAt = (session: Session): number => session.lastSeenAt ?? session.createdAt

export const isOver = (session: Session, now: number): boolean =>
  session.expiresAt <= now || seenAt(session) + IDLE_MS <= now
