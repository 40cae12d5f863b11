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

  /** Makes the users as given. A new password ends the user's sessions and lock. Returns a line for each. */
  execute(given: readonly GivenUser[]): Promise<string[]> {
    // Together: a password takes a third of a second, and the pool has threads for four.
    return Promise.all(given.map((user) => this.load(user)))
  }

  private async load({ name, displayName, grants, password }: GivenUser): Promise<string> {
    const stored = await this.users.get(name)
    const isSame = stored !== undefined && (await verifyPassword(password.reveal(), stored.password))
    if (isSame) {
      await this.users.put({ ...stored, displayName, grants })
      return `user ${name}: as given`
    }
    await this.users.put({
      v: 1,
      name,
      displayName,
      grants,
      failures: 0,
      password: await hashPassword(password.reveal()),
    })
    await this.sessions.deleteOf(name)
    return `user ${name}: ${stored ? 'has a new password' : 'made'}`
  }
}
