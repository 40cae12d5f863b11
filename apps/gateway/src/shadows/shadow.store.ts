import { Injectable } from '@nestjs/common'
import { Shadow } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

const SHADOWS_MAX = 20

/** Reads what the responder writes: shadow runs. */
@Injectable()
export class ShadowStore {
  constructor(private readonly mongo: Mongo) {}

  /** The newest first. */
  async list(incident: string): Promise<Shadow[]> {
    const found = await this.mongo
      .collection<Shadow>('shadows')
      .find({ incident } as never)
      .sort({ at: -1 })
      .limit(SHADOWS_MAX)
      .lean<Stored<Shadow>[]>()
    return found.map((shadow) => Shadow.parse(shadow))
  }
}
