import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import type { Incident, Plant, Run } from '@genba/contracts'
import { Mongo, isDuplicateKey } from '@genba/platform'
import {
  choose,
  link,
  playbookVersion,
  readChoose,
  readPlaybook,
  refsOf,
  sayFault,
  type Choice,
  type ChooseRow,
  type Linked,
  type Playbook,
} from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'

/** The `playbooks` document: the file's very text, so that it comes out as it went in. `_id` is `id@modified` and never changes. */
type PlaybookDocument = { id: string; modified: string; name: string; json: string }

export type Chosen = { choice: Choice; playbook: Linked }

/** The playbooks of this installation and the table that chooses among them. */
@Injectable()
export class Playbooks implements OnModuleInit {
  private readonly newest = new Map<string, Playbook>()
  private readonly versions = new Map<string, Playbook>()
  private readonly linked = new Map<string, Linked>()
  private table: ChooseRow[] = []

  constructor(
    private readonly mongo: Mongo,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {}

  /** Refuses to start with a playbook that can't be run or a table that names one that is missing. */
  async onModuleInit(): Promise<void> {
    const folder = this.config.PLAYBOOKS_DIR ?? shippedFolder()
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const files = await Promise.all(
      names.map(async (name) => ({ name, json: await readFile(join(folder, name), 'utf8') })),
    )
    const reads = files.map(({ name, json }) => ({ json, read: readPlaybook(json, name) }))
    const faults = reads.flatMap(({ read }) => (read.ok ? [] : read.faults))
    if (faults.length > 0) throw new Error(`playbooks in ${folder} can't be used:\n${faults.join('\n')}`)
    for (const { json, read } of reads) if (read.ok) await this.keep(read.playbook, json)
    for (const [id, playbook] of this.newest)
      this.linked.set(
        id,
        linkOrThrow(playbook, (ref) => this.newest.get(ref) ?? this.versions.get(ref)),
      )
    const table = readChoose(
      await readFile(join(folder, 'choose.yml'), 'utf8'),
      'choose.yml',
      new Set(this.newest.keys()),
    )
    if (!table.ok) throw new Error(`the table in ${folder} can't be used:\n${table.faults.join('\n')}`)
    this.table = table.table
  }

  /** The playbook that answers an incident as it is now. */
  choose(incident: Incident, plant: Plant | undefined): Chosen {
    const networks = new Map(plant?.networks.map(({ id, kind }) => [id, kind]))
    const kinds = new Map(plant?.zones.map(({ id, network }) => [id, networks.get(network)]))
    const findings = incident.signals.map(({ zone, rule }) => ({
      zone,
      zoneNetwork: kinds.get(zone),
      assetKinds: (plant?.assets ?? []).filter((asset) => asset.zone === zone).map(({ kind }) => kind),
      rule: rule.id,
      techniques: rule.techniques.map((id) => id.toUpperCase()),
    }))
    const choice = choose(this.table, { findings, severity: incident.severity })
    return { choice, playbook: this.linked.get(choice.playbook)! }
  }

  /** The version that a run began with, and the versions that this may call. */
  async ofRun({ playbook, called = {} }: Pick<Run, 'playbook' | 'called'>): Promise<Linked> {
    const root = await this.get(playbook)
    if (refsOf(root).length === 0) return root
    const pinned = await Promise.all(
      Object.entries(called).map(async ([ref, version]) => [ref, await this.get(version)] as const),
    )
    const found = new Map(pinned)
    return linkOrThrow(root, (ref) => found.get(ref))
  }

  /** A version with the newest of all that it may call, as a run that begins now would have it. */
  async linkedNow(version: string): Promise<Linked> {
    return linkOrThrow(await this.get(version), (ref) => this.newest.get(ref) ?? this.versions.get(ref))
  }

  /** A version that some run began with, kept in the database after its file was replaced. */
  async get(version: string): Promise<Playbook> {
    const known = this.versions.get(version)
    if (known) return known
    const stored = await this.mongo.collection<PlaybookDocument>('playbooks').findById(version).lean<PlaybookDocument>()
    if (!stored) throw new Error(`playbook ${version} is not in the database`)
    const read = readPlaybook(stored.json, version)
    if (!read.ok)
      throw new Error(`playbook ${version} can't be run by this version of Genba:\n${read.faults.join('\n')}`)
    this.versions.set(version, read.playbook)
    return read.playbook
  }

  private async keep(playbook: Playbook, json: string): Promise<void> {
    const version = playbookVersion(playbook)
    const playbooks = this.mongo.collection<PlaybookDocument>('playbooks')
    const document = { _id: version, id: playbook.id, modified: playbook.modified, name: playbook.name, json }
    try {
      await playbooks.collection.insertOne(document as never)
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const stored = await playbooks.findById(version).lean<PlaybookDocument>()
      if (stored?.json !== json)
        throw new Error(`playbook ${version} was changed without a new "modified"; set it to the time of the change`, {
          cause: error,
        })
    }
    this.versions.set(version, playbook)
    const before = this.newest.get(playbook.id)
    if (!before || before.modified < playbook.modified) this.newest.set(playbook.id, playbook)
  }
}

function linkOrThrow(playbook: Playbook, find: (ref: string) => Playbook | undefined): Linked {
  const linked = link(playbook, find)
  if (linked.ok) return linked.playbook
  throw new Error(`playbook ${playbookVersion(playbook)}: ${linked.faults.map(sayFault).join('\n')}`)
}

const shippedFolder = (): string =>
  join(dirname(fileURLToPath(import.meta.resolve('@genba/playbook/package.json'))), 'playbooks')
