import { Injectable } from '@nestjs/common'
import { KeptPlaybook, type LibraryEntry, type SignatureState } from '@genba/contracts'
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
/** What the table that chooses says of a playbook. */
export type Chosen = { rows: number; isDefault: boolean }

/** Playbooks as people see them: the `playbooks` that the responder keeps, and what people did in the library. */
@Injectable()
export class PlaybookStore {
  constructor(
    private readonly mongo: Mongo,
    private readonly library: LibraryStore,
  ) {}

  async all(): Promise<{ held: HeldPlaybook[]; chosen: Map<string, Chosen> }> {
    const [kept, entries] = await Promise.all([this.kept.find().lean<Stored<KeptPlaybook>[]>(), this.library.find({})])
    const byVersion = new Map(entries.map((entry) => [entry.id, entry]))
    const held = kept.map(({ _id, ...rest }) => heldOf(_id, KeptPlaybook.parse(rest), byVersion.get(_id)))
    const isKept = new Set(held.map(({ version }) => version))
    const imported = entries.filter(({ id }) => !isKept.has(id)).flatMap((entry) => importedOf(entry) ?? [])
    return { held: [...held, ...imported], chosen: chosenOf(kept) }
  }

  async get(version: string): Promise<HeldPlaybook | undefined> {
    const [kept, entry] = await Promise.all([
      this.kept.findById(version).lean<Stored<KeptPlaybook>>(),
      this.library.get(version),
    ])
    if (kept) return heldOf(version, KeptPlaybook.parse(kept), entry)
    return entry && importedOf(entry)
  }

  private get kept() {
    return this.mongo.collection<KeptPlaybook>('playbooks')
  }
}

const heldOf = (
  version: string,
  { rows: _rows, isDefault: _isDefault, signature = { is: 'unsigned' }, ...kept }: KeptPlaybook,
  entry: LibraryEntry | undefined,
): HeldPlaybook => ({ version, ...kept, signature, ...(entry ? { entry } : {}) })

function importedOf(entry: LibraryEntry): HeldPlaybook | undefined {
  const { id: version, playbook: id, modified, name, imported } = entry
  if (!imported) return undefined
  return { version, id, modified, name, json: imported.json, signature: imported.signature, entry }
}

/** Each responder says it at its start for its own files; of several the greatest counts. */
function chosenOf(kept: readonly KeptPlaybook[]): Map<string, Chosen> {
  const chosen = new Map<string, Chosen>()
  for (const { id, rows = 0, isDefault = false } of kept) {
    const known = chosen.get(id)
    chosen.set(id, { rows: Math.max(rows, known?.rows ?? 0), isDefault: isDefault || (known?.isDefault ?? false) })
  }
  return chosen
}
