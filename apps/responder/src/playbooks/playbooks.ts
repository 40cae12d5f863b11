import { webcrypto } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { Refused, type Incident, type Plant, type Run } from '@genba/contracts'
import { Clock, LOG, Mongo, isDuplicateKey, type Log } from '@genba/platform'
import {
  Trust,
  choose,
  contentOf,
  inspectPlaybook,
  link,
  newestOf,
  playbookVersion,
  readChoose,
  readPlaybook,
  refsOf,
  refusedBy,
  sayFault,
  verifyPlaybook,
  type Choice,
  type ChooseRow,
  type Linked,
  type Playbook,
  type SignatureState,
} from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'

/** The `playbooks` document: the file's very text, so that it comes out as it went in. `_id` is `id@modified` and never changes. */
type PlaybookDocument = { id: string; modified: string; name: string; json: string; signature?: SignatureState }

export type Chosen = { choice: Choice; playbook: Linked }

/** The playbooks of this installation and the table that chooses among them. */
@Injectable()
export class Playbooks implements OnModuleInit {
  private readonly versions = new Map<string, Playbook>()
  /** What a run can start with, by playbook; newest last. */
  private readonly startable = new Map<string, Playbook[]>()
  private table: ChooseRow[] = []

  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Refuses to start with a playbook that can't be run or whose signature does not hold, or a table that names one that is missing. */
  async onModuleInit(): Promise<void> {
    const folder = this.config.PLAYBOOKS_DIR ?? join(home(), 'playbooks')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const files = await Promise.all(
      names.map(async (name) => ({ name, json: await readFile(join(folder, name), 'utf8') })),
    )
    const reads = files.map(({ name, json }) => ({ name, json, read: readPlaybook(json, name) }))
    const faults = reads.flatMap(({ read }) => (read.ok ? [] : read.faults))
    if (faults.length > 0) throw new Error(`playbooks in ${folder} can't be used:\n${faults.join('\n')}`)
    const trust = await this.trust()
    for (const { name, json, read } of reads) if (read.ok) await this.take(name, read.playbook, json, trust)
    const table = readChoose(
      await readFile(join(folder, 'choose.yml'), 'utf8'),
      'choose.yml',
      new Set(this.startable.keys()),
    )
    if (!table.ok) throw new Error(`the table in ${folder} can't be used:\n${table.faults.join('\n')}`)
    this.table = table.table
    for (const { playbook } of this.table) this.newest(playbook)
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
    const facts = { findings, severity: incident.severity }
    const choice = choose(this.table, facts, (id) => this.newest(id) !== undefined)
    const playbook = this.newest(choice.playbook)
    if (!playbook) throw new Refused('BROKEN', { message: `no version of ${choice.playbook} may start` })
    return { choice, playbook }
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
    return linkOrThrow(await this.get(version), (ref) => this.callable(ref))
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

  /** The version that a run starts with now, with the newest of what it calls. */
  private newest(id: string): Linked | undefined {
    const playbook = newestOf(this.startable.get(id) ?? [], this.clock.now())
    return playbook && linkOrThrow(playbook, (ref) => this.callable(ref))
  }

  private callable(ref: string): Playbook | undefined {
    return newestOf(this.startable.get(ref) ?? [], this.clock.now()) ?? this.versions.get(ref)
  }

  private async take(file: string, playbook: Playbook, json: string, trust: Trust): Promise<void> {
    // What was signed is the playbook as it came, without the defaults that Genba fills in.
    const inspected = inspectPlaybook(json)
    if (!inspected.ok) throw new Error(`${file}: ${inspected.faults.map(sayFault).join('; ')}`)
    const facts = { trust, subtle: webcrypto.subtle, now: this.clock.now() }
    const signature = await verifyPlaybook(inspected.playbook, facts)
    const why = refusedBy(signature, this.config.PLAYBOOK_SIGNATURES)
    if (why) throw new Error(`${file}: ${why} (PLAYBOOK_SIGNATURES=${this.config.PLAYBOOK_SIGNATURES})`)
    if (signature.is !== 'trusted') this.log.warn({ file, signature }, 'a playbook that nobody trusted has signed')
    await this.keep(playbook, json, signature)
    this.versions.set(playbookVersion(playbook), playbook)
    this.startable.set(playbook.id, [...(this.startable.get(playbook.id) ?? []), playbook])
  }

  private async trust(): Promise<Trust> {
    const file = this.config.PLAYBOOK_TRUST ?? join(home(), 'trust.json')
    const read = Trust.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!read.success) throw new Error(`${file} is no trust list: ${read.error.message}`)
    return read.data
  }

  /** A version never changes; only signatures may be added to it (CACAO 2.0, 2.5). */
  private async keep(playbook: Playbook, json: string, signature: SignatureState): Promise<void> {
    const version = playbookVersion(playbook)
    const playbooks = this.mongo.collection<PlaybookDocument>('playbooks')
    const { id, modified, name } = playbook
    const document = { _id: version, id, modified, name, json, signature }
    try {
      await playbooks.collection.insertOne(document as never)
    } catch (error) {
      if (!isDuplicateKey(error)) throw error
      const stored = await playbooks.findById(version).lean<PlaybookDocument>()
      const before = stored && inspectPlaybook(stored.json)
      const after = inspectPlaybook(json)
      if (!before?.ok || !after.ok || contentOf(before.playbook) !== contentOf(after.playbook))
        throw new Error(`playbook ${version} was changed without a new "modified"; set it to the time of the change`, {
          cause: error,
        })
      await playbooks.collection.updateOne({ _id: version as never }, { $set: { json, signature } })
    }
  }
}

function linkOrThrow(playbook: Playbook, find: (ref: string) => Playbook | undefined): Linked {
  const linked = link(playbook, find)
  if (linked.ok) return linked.playbook
  throw new Error(`playbook ${playbookVersion(playbook)}: ${linked.faults.map(sayFault).join('\n')}`)
}

/** What comes with Genba: `playbooks/` and `trust.json`. */
const home = (): string => dirname(fileURLToPath(import.meta.resolve('@genba/playbook/package.json')))
