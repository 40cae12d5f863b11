import { Injectable } from '@nestjs/common'
import { KeptChoice, KeptPlaybook, type LibraryEntry, type SignatureState } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'
import { LibraryStore } from './library.store.js'

/** One version, from the responder's files or from an import; `entry` is what people did about it. */
export type HeldPlaybook = {
  version: string
  id: string
  modified: string
  name: string
  json: string
  signature: SignatureState
  entry?: LibraryEntry
}
/** One version without its text. */
export type Brief = Pick<HeldPlaybook, 'version' | 'id' | 'modified' | 'name'>

/** Playbooks as people see them: the `playbooks` that the responder keeps, and what people did in the library. */
@Injectable()
export class PlaybookStore {
  constructor(
    private readonly mongo: Mongo,
    private readonly library: LibraryStore,
  ) {}

  /** Every version. */
  async briefs(): Promise<Brief[]> {
    const [kept, imported] = await Promise.all([
      this.kept.find().select(['id', 'modified', 'name']).lean<Stored<KeptPlaybook>[]>(),
      this.entries
        .find({ imported: { $exists: true } } as never)
        .select(['playbook', 'modified', 'name'])
        .lean<Stored<LibraryEntry>[]>(),
    ])
    const briefs = [
      ...imported.map(({ _id: version, playbook: id, modified, name }): Brief => ({ version, id, modified, name })),
      ...kept.map(({ _id: version, id, modified, name }): Brief => ({ version, id, modified, name })),
    ]
    return [...new Map(briefs.map((brief) => [brief.version, brief])).values()]
  }

  /** Every version of some playbooks, with its text. */
  async ofPlaybooks(ids: readonly string[]): Promise<HeldPlaybook[]> {
    const [kept, entries] = await Promise.all([
      this.kept.find({ id: { $in: ids } } as never).lean<Stored<KeptPlaybook>[]>(),
      this.library.find({ playbook: { $in: ids } }),
    ])
    const byVersion = new Map(entries.map((entry) => [entry.id, entry]))
    const held = kept.map(({ _id, ...rest }) => heldOf(_id, KeptPlaybook.parse(rest), byVersion.get(_id)))
    const isKept = new Set(held.map(({ version }) => version))
    const imported = entries.filter(({ id }) => !isKept.has(id)).flatMap((entry) => importedOf(entry) ?? [])
    return [...held, ...imported]
  }

  async get(version: string): Promise<HeldPlaybook | undefined> {
    const [kept, entry] = await Promise.all([
      this.kept.findById(version).lean<Stored<KeptPlaybook>>(),
      this.library.get(version),
    ])
    if (kept) return heldOf(version, KeptPlaybook.parse(kept), entry)
    return entry && importedOf(entry)
  }

  /** The table by which playbooks are chosen: that with which a responder started last; undefined before the first start of any. */
  async tableInForce(): Promise<KeptChoice | undefined> {
    const [newest] = await this.mongo
      .collection<KeptChoice>('choices')
      .find()
      .sort({ loadedAt: -1 })
      .limit(1)
      .lean<Stored<KeptChoice>[]>()
    return newest && KeptChoice.parse(newest)
  }

  private get kept() {
    return this.mongo.collection<KeptPlaybook>('playbooks')
  }

  private get entries() {
    return this.mongo.collection<LibraryEntry>('library')
  }
}

const heldOf = (
  version: string,
  { signature = { is: 'unsigned' }, ...kept }: KeptPlaybook,
  entry: LibraryEntry | undefined,
): HeldPlaybook => ({ version, ...kept, signature, ...(entry ? { entry } : {}) })

function importedOf(entry: LibraryEntry): HeldPlaybook | undefined {
  const { id: version, playbook: id, modified, name, imported } = entry
  if (!imported) return undefined
  return { version, id, modified, name, json: imported.json, signature: imported.signature, entry }
}
