import { Injectable } from '@nestjs/common'
import { Refused, User, type Totp } from '@genba/contracts'
import { Mongo, isDuplicateKey, type Stored } from '@genba/platform'

type Change = { [Field in keyof Omit<User, 'v' | 'name'>]?: User[Field] | undefined }

/** The only writer of users. Fields are set one by one, so that a count of failures and a change by an administrator don't undo each other. */
@Injectable()
export class UserStore {
  constructor(private readonly mongo: Mongo) {}

  async get(name: string): Promise<User | undefined> {
    const found = await this.users.findById(name).lean<Stored<User>>()
    return found ? User.parse(found) : undefined
  }

  async list(): Promise<User[]> {
    const found = await this.users.find().lean<Stored<User>[]>()
    return found.map((user) => User.parse(user))
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

  /** Throws Refused NAME_TAKEN. */
  async insert(user: User): Promise<void> {
    try {
      await this.users.collection.insertOne({ ...user, _id: user.name } as never)
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refused('NAME_TAKEN', { at: 'name' })
      throw error
    }
  }

  /** Sets what is given and takes away what is given as undefined. */
  async change(name: string, change: Change): Promise<void> {
    await this.users.collection.updateOne({ _id: name as never }, toUpdate(change))
  }

  /** The same, if nobody changed the user since `version` was read. Throws Refused CHANGED_MEANWHILE. */
  async changeFrom(name: string, version: number, change: Change): Promise<void> {
    const same = version === 0 ? { $exists: false } : version
    const { matchedCount } = await this.users.collection.updateOne(
      { _id: name as never, version: same },
      toUpdate({ ...change, version: version + 1 }),
    )
    if (matchedCount === 0) throw new Refused('CHANGED_MEANWHILE', { user: name })
  }

  /** Counts a try before its password is checked, so that many at once can't try more. Returns the tries since the last right one. */
  async countTry(name: string): Promise<number> {
    const after = await this.users
      .findOneAndUpdate({ _id: name } as never, { $inc: { failures: 1 } }, { returnDocument: 'after' })
      .lean<Stored<User>>()
    return after?.failures ?? 0
  }

  async takeBackTry(name: string): Promise<void> {
    await this.users.collection.updateOne({ _id: name as never }, { $inc: { failures: -1 } })
  }

  async lock(name: string, until: number): Promise<void> {
    await this.change(name, { failures: 0, lockedUntil: until })
  }

  async forgive(name: string): Promise<void> {
    await this.change(name, { failures: 0 })
  }

  /** True for one of those who show the code of the same step at once. */
  async takeStep(name: string, step: number): Promise<boolean> {
    const { modifiedCount } = await this.users.collection.updateOne(
      { _id: name as never, 'totp.lastStep': { $lt: step } },
      { $set: { 'totp.lastStep': step } },
    )
    return modifiedCount === 1
  }

  /** True for one of those who show the same recovery code at once. */
  async takeRecovery(name: string, hash: string): Promise<boolean> {
    const { modifiedCount } = await this.users.collection.updateOne({ _id: name as never, 'totp.recovery': hash }, {
      $pull: { 'totp.recovery': hash },
    } as never)
    return modifiedCount === 1
  }

  async setTotp(name: string, totp: Totp | undefined): Promise<void> {
    await this.change(name, { totp })
  }

  private get users() {
    return this.mongo.collection<User>('users')
  }
}

function toUpdate(change: Change): Record<string, Record<string, unknown>> {
  const pairs = Object.entries(change)
  const set = Object.fromEntries(pairs.filter(([, value]) => value !== undefined))
  const unset = Object.fromEntries(pairs.filter(([, value]) => value === undefined).map(([field]) => [field, '']))
  return {
    ...(Object.keys(set).length > 0 ? { $set: set } : {}),
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
  }
}
