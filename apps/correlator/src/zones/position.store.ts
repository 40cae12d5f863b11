import { Injectable } from '@nestjs/common'
import type { AlarmPosition } from '@genba/contracts'
import { Mongo } from '@genba/platform'

/** The operator positions, each whole as it is now. */
@Injectable()
export class PositionStore {
  constructor(private readonly mongo: Mongo) {}

  async write(changed: readonly AlarmPosition[]): Promise<void> {
    if (changed.length === 0) return
    const writes = changed.map((position) => ({
      replaceOne: { filter: { _id: position.id }, replacement: { ...position, _id: position.id }, upsert: true },
    }))
    await this.mongo.collection<AlarmPosition>('positions').collection.bulkWrite(writes as never, { ordered: false })
  }
}
