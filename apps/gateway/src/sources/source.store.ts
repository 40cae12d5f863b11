import { Injectable } from '@nestjs/common'
import { Refused, Source } from '@genba/contracts'
import { Mongo, isDuplicateKey, type Stored } from '@genba/platform'

@Injectable()
export class SourceStore {
  constructor(private readonly mongo: Mongo) {}

  async get(name: string): Promise<Source | undefined> {
    const found = await this.sources.findById(name).lean<Stored<Source>>()
    return found ? Source.parse(found) : undefined
  }

  async list(): Promise<Source[]> {
    return (await this.sources.find().lean<Stored<Source>[]>()).map((source) => Source.parse(source))
  }

  /** Throws Refused NAME_TAKEN. */
  async insert(source: Source): Promise<void> {
    try {
      await this.sources.collection.insertOne({ ...source, _id: source.name } as never)
    } catch (error) {
      if (isDuplicateKey(error)) throw new Refused('NAME_TAKEN', { at: 'name' })
      throw error
    }
  }

  /** Replaces the source if its key is still the one that was read. Throws Refused CHANGED_MEANWHILE. */
  async replace(read: Source, next: Source): Promise<void> {
    const { matchedCount } = await this.sources.collection.replaceOne(
      { _id: read.name as never, keyHash: read.keyHash },
      { ...next, _id: next.name },
    )
    if (matchedCount === 0) throw new Refused('CHANGED_MEANWHILE', { source: read.name })
  }

  private get sources() {
    return this.mongo.collection<Source>('sources')
  }
}
