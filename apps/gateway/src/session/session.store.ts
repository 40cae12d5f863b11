import { Injectable } from '@nestjs/common'
import { Session } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

@Injectable()
export class SessionStore {
  constructor(private readonly mongo: Mongo) {}

  async get(id: string): Promise<Session | undefined> {
    const found = await this.sessions.findById(id).lean<Stored<Session>>()
    return found ? Session.parse(found) : undefined
  }

  async insert(id: string, session: Session): Promise<void> {
    await this.sessions.collection.insertOne({ ...session, _id: id } as never)
  }

  async delete(id: string): Promise<void> {
    await this.sessions.collection.deleteOne({ _id: id as never })
  }

  async deleteOf(user: string): Promise<void> {
    await this.sessions.collection.deleteMany({ user })
  }

  async deleteExpired(now: number): Promise<number> {
    const { deletedCount } = await this.sessions.collection.deleteMany({ expiresAt: { $lte: now } })
    return deletedCount
  }

  private get sessions() {
    return this.mongo.collection<Session>('sessions')
  }
}
