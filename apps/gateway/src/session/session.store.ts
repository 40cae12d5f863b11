import { Injectable } from '@nestjs/common'
import { Session } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

export type Open = Session & { id: string }

@Injectable()
export class SessionStore {
  constructor(private readonly mongo: Mongo) {}

  async get(id: string): Promise<Session | undefined> {
    const found = await this.sessions.findById(id).lean<Stored<Session>>()
    return found ? Session.parse(found) : undefined
  }

  /** Newest first; of one user or of all. */
  async list(user?: string): Promise<Open[]> {
    const found = await this.sessions.find((user === undefined ? {} : { user }) as never).lean<Stored<Session>[]>()
    return found
      .map((session) => ({ ...Session.parse(session), id: session._id }))
      .sort((a, b) => b.createdAt - a.createdAt)
  }

  async insert(id: string, session: Session): Promise<void> {
    await this.sessions.collection.insertOne({ ...session, _id: id } as never)
  }

  async touch(id: string, now: number): Promise<void> {
    await this.sessions.collection.updateOne({ _id: id as never }, { $set: { lastSeenAt: now } })
  }

  async delete(id: string): Promise<void> {
    await this.sessions.collection.deleteOne({ _id: id as never })
  }

  async deleteOf(user: string): Promise<void> {
    await this.sessions.collection.deleteMany({ user })
  }

  /** Those whose time is over, and those that nobody used for `idleMs`. */
  async deleteExpired(now: number, idleMs: number): Promise<number> {
    const old = await this.sessions.collection.deleteMany({ expiresAt: { $lte: now } })
    const idle = await this.sessions.collection.deleteMany({ lastSeenAt: { $lte: now - idleMs } })
    return old.deletedCount + idle.deletedCount
  }

  private get sessions() {
    return this.mongo.collection<Session>('sessions')
  }
}
