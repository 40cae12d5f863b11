import { Injectable } from '@nestjs/common'
import { User } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

@Injectable()
export class UserStore {
  constructor(private readonly mongo: Mongo) {}

  async get(name: string): Promise<User | undefined> {
    const found = await this.users.findById(name).lean<Stored<User>>()
    return found ? User.parse(found) : undefined
  }

  async put(user: User): Promise<void> {
    await this.users.collection.replaceOne(
      { _id: user.name as never },
      { ...user, _id: user.name },
      {
        upsert: true,
      },
    )
  }

  /** Counts a try before its password is checked, so that many at once can't try more. Returns the tries since the last right one. */
  async countTry(name: string): Promise<number> {
    const after = await this.users
      .findOneAndUpdate({ _id: name } as never, { $inc: { failures: 1 } }, { returnDocument: 'after' })
      .lean<Stored<User>>()
    return after?.failures ?? 0
  }

  async lock(name: string, until: number): Promise<void> {
    await this.users.collection.updateOne({ _id: name as never }, { $set: { failures: 0, lockedUntil: until } })
  }

  async forgive(name: string): Promise<void> {
    await this.users.collection.updateOne({ _id: name as never }, { $set: { failures: 0 } })
  }

  private get users() {
    return this.mongo.collection<User>('users')
  }
}
