import { Injectable } from '@nestjs/common'
import { Shadow, type PlaybookList } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

const SHADOWS_MAX = 20
type PlaybookDocument = { name: string; modified: string }

/** Reads what the responder writes: shadow runs and the playbooks that can be tried. */
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

  async playbooks(): Promise<PlaybookList['playbooks']> {
    const found = await this.mongo
      .collection<PlaybookDocument>('playbooks')
      .find()
      .select(['name', 'modified'])
      .lean<Stored<PlaybookDocument>[]>()
    return found
      .map(({ _id, name, modified }) => ({ version: _id, name, modified }))
      .sort((a, b) => a.name.localeCompare(b.name) || b.modified.localeCompare(a.modified))
  }
}
