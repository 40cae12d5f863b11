import { Injectable } from '@nestjs/common'
import type { GivenUser } from '../config.js'
import { hashPassword, verifyPassword } from '../session/password.js'
import { SessionStore } from '../session/session.store.js'
import { UserStore } from '../session/user.store.js'

@Injectable()
export class LoadUsers {
  constructor(
    private readonly users: UserStore,
    private readonly sessions: SessionStore,
  ) {}

  /**
   * Makes the users as given. A password that is given anew ends the user's sessions and lock; one that the user changed here since
   * the last time stays, and so do grants. Returns a line for each.
   */
  execute(given: readonly GivenUser[]): Promise<string[]> {
    // Together: a password takes a third of a second, and the pool has threads for four.
    return Promise.all(given.map((user) => this.load(user)))
  }

  private async load({ name, displayName, grants, password, mustChange }: GivenUser): Promise<string> {
    const stored = await this.users.get(name)
    const said = JSON.stringify(grants)
    const last = stored?.seed?.password ?? stored?.password
    if (stored && last !== undefined && (await verifyPassword(password.reveal(), last))) {
      const isSame = stored.seed?.grants === said
      const seed = { password: last, grants: said }
      // Said now that it may stay, as in a demonstration, or that it must not.
      const isStillGiven = stored.password === last
      await this.users.change(name, {
        ...(isSame ? {} : { displayName, grants }),
        seed,
        ...(isStillGiven ? { mustChange: mustChange || undefined } : {}),
      })
      return `user ${name}: as given`
    }
    const hash = await hashPassword(password.reveal())
    await this.users.put({
      v: 1,
      name,
      displayName,
      grants,
      failures: 0,
      password: hash,
      seed: { password: hash, grants: said },
      ...(mustChange ? { mustChange } : {}),
    })
    await this.sessions.deleteOf(name)
    return `user ${name}: ${stored ? 'has a new password' : 'made'}`
  }
}
