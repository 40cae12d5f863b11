import { Injectable } from '@nestjs/common'
import { AlarmCover } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** What hides, or hid, alarms of a zone. */
@Injectable()
export class ReadCovers {
  constructor(private readonly mongo: Mongo) {}

  async execute(plant: string, zone: string): Promise<AlarmCover[]> {
    const found = await this.mongo
      .collection<AlarmCover>('shelves')
      .find({ plant, zone } as never)
      .lean<Stored<AlarmCover>[]>()
    return found.flatMap(({ _id, ...cover }) => AlarmCover.safeParse(cover).data ?? [])
  }
}
