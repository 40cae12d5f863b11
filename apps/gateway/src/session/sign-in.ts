import { Injectable } from '@nestjs/common'
import { Refused, type Me, type SignIn as SignInInput, type User } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import { FAILURES_MAX, LOCK_MS, Limits } from './limits.js'
import { verifyPassword } from './password.js'
import { SessionStore } from './session.store.js'
import { newToken, sessionId } from './token.js'
import { UserStore } from './user.store.js'

export const SESSION_MS = 12 * 60 * 60_000

@Injectable()
export class SignIn {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
    private readonly limits: Limits,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  /** Opens a session. Public: nobody is signed in yet, so limits stand where a permission would be asked. */
  async execute(input: SignInInput, address: string): Promise<{ token: string; me: Me }> {
    await this.limits.countAddress(address)
    const user = await this.users.get(input.user)
    const tries = await this.countTry(input.user, user)
    if (!(await this.limits.check(() => verifyPassword(input.password, user?.password))) || !user) {
      if (tries >= FAILURES_MAX) await this.lock(input.user)
      throw new Refused('WRONG_PASSWORD')
    }
    await this.users.forgive(user.name)
    await this.limits.forgiveAddress(address)
    return { token: await this.open(user), me: { user: user.name, displayName: user.displayName, grants: user.grants } }
  }

  /** Throws Refused TOO_MANY while the name is locked. */
  private async countTry(name: string, user: User | undefined): Promise<number> {
    if (!user) {
      await this.limits.countStranger(name)
      return 0
    }
    if (user.lockedUntil !== undefined && user.lockedUntil > this.clock.now()) throw new Refused('TOO_MANY')
    const tries = await this.users.countTry(name)
    if (tries <= FAILURES_MAX) return tries
    await this.lock(name)
    throw new Refused('TOO_MANY')
  }

  private async lock(name: string): Promise<void> {
    const now = this.clock.now()
    await this.users.lock(name, now + LOCK_MS)
    await this.audit.append(`user.locked~${name}~${now}`, {
      at: now,
      by: name,
      action: 'user.locked',
      subject: name,
      detail: {},
    })
  }

  private async open(user: User): Promise<string> {
    const token = newToken()
    const id = sessionId(token)
    const now = this.clock.now()
    await this.sessions.insert(id, { v: 1, user: user.name, createdAt: now, expiresAt: now + SESSION_MS })
    await this.audit.append(`session.opened~${id}`, {
      at: now,
      by: user.name,
      action: 'session.opened',
      subject: id,
      detail: {},
    })
    return token
  }
}
