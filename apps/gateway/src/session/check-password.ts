import { Injectable } from '@nestjs/common'
import { Refused, type User } from '@genba/contracts'
import { AuditChain, Clock } from '@genba/platform'
import { FAILURES_MAX, LOCK_MS, Limits } from './limits.js'
import { verifyPassword } from './password.js'
import { UserStore } from './user.store.js'

/** Whether a password is the right one, with the locks that keep it from being guessed. */
@Injectable()
export class CheckPassword {
  constructor(
    private readonly users: UserStore,
    private readonly limits: Limits,
    private readonly audit: AuditChain,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts a try that `forgive` or `takeBackTry` of the store takes back. Throws Refused WRONG_PASSWORD, and TOO_MANY while the
   * name is locked.
   */
  async execute(name: string, password: string): Promise<{ user: User; tries: number }> {
    const user = await this.users.get(name)
    const tries = await this.countTry(name, user)
    const isRight = await this.limits.check(() => verifyPassword(password, user?.password))
    if (isRight && user) return { user, tries }
    await this.fail(name, tries)
    throw new Refused('WRONG_PASSWORD')
  }

  /** A wrong password or code was shown; the last one that is allowed locks the name. */
  async fail(name: string, tries: number): Promise<void> {
    if (tries >= FAILURES_MAX) await this.lock(name)
  }

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
    const entry = { at: now, by: name, action: 'user.locked', subject: name, detail: {} }
    await this.audit.append(`user.locked~${name}~${now}`, entry)
  }
}
