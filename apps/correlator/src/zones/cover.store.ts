import { Injectable } from '@nestjs/common'
import { PlantCover, type AlarmCover } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** The `shelves` documents, which the gateway writes. */
@Injectable()
export class CoverStore {
  constructor(private readonly mongo: Mongo) {}

  /** All that hides alarms after a time. A request hides nothing until a second person has said yes. */
  async listSince(from: number): Promise<AlarmCover[]> {
    const lasts = [{ 'cover.until': { $gt: from } }, { 'cover.until': { $exists: false } }]
    const found = await this.mongo
      .collection<PlantCover>('shelves')
      .find({ $or: lasts } as never)
      .lean<Stored<PlantCover>[]>()
    const covers = found.flatMap((document) => PlantCover.safeParse(document).data?.cover ?? [])
    return covers.filter((cover) => cover.kind !== 'request')
  }
}
