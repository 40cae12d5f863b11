import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Refused, type ChooseRow, type Incident, type Plant, type Run } from '@genba/contracts'
import { Clock, LOG, type Log } from '@genba/platform'
import {
  choose,
  chooseFacts,
  link,
  newestOf,
  playbookVersion,
  refsOf,
  sayFault,
  type Choice,
  type Linked,
  type Playbook,
} from '@genba/playbook'
import { Library } from './library.js'
import { LoadFiles } from './load-files.js'

const REFRESH_MS = 2_000

export type Chosen = { choice: Choice; playbook: Linked }

/** The playbooks of this installation and the table that chooses among them. */
@Injectable()
export class Playbooks implements OnModuleInit, OnModuleDestroy {
  private readonly versions = new Map<string, Playbook>()
  /** What a run can start with, by playbook. */
  private readonly startable = new Map<string, Playbook[]>()
  private table: ChooseRow[] = []
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly files: LoadFiles,
    private readonly library: Library,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Refuses to start with files that can't be used. */
  async onModuleInit(): Promise<void> {
    const { playbooks, table } = await this.files.execute()
    this.table = table
    playbooks.forEach((playbook) => this.take(playbook))
    for (const { playbook } of table) this.lastResort(playbook)
    await this.refresh()
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) =>
        this.log.warn({ err: error }, 'could not read the library of playbooks, keeping what is known'),
      )
    }, REFRESH_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  /** The playbook that answers an incident as it is now. */
  choose(incident: Incident, plant: Plant | undefined): Chosen {
    const facts = chooseFacts(incident, plant)
    const choice = choose(this.table, facts, (id) => this.newest(id) !== undefined)
    const playbook = this.newest(choice.playbook) ?? this.lastResort(choice.playbook)
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
    const playbook = this.versions.get(version) ?? (await this.library.get(version))
    this.versions.set(version, playbook)
    return playbook
  }

  /** Takes what was imported or came with another responder; one that calls what is not there is left out. */
  private async refresh(): Promise<void> {
    const news = await this.library.news()
    for (const playbook of news) this.take(playbook)
    for (const playbook of news) {
      const linked = link(playbook, (ref) => this.callable(ref))
      if (linked.ok) continue
      const version = playbookVersion(playbook)
      this.log.error({ version, faults: linked.faults.map(sayFault) }, 'a playbook can not be linked, left out')
      const others = (this.startable.get(playbook.id) ?? []).filter((one) => playbookVersion(one) !== version)
      this.startable.set(playbook.id, others)
    }
  }

  /**
   * The version that a run starts with now, with the newest of what it calls; undefined when there is none or when something that it
   * calls was revoked. So another row answers, and what runs already, which has its versions, goes on.
   */
  private newest(id: string): Linked | undefined {
    const playbook = this.newestAlone(id)
    const linked = playbook && link(playbook, (ref) => this.callable(ref))
    return linked?.ok ? linked.playbook : undefined
  }

  /** The default answers in any case: of what it calls a revoked version is better than no answer. Throws when something is missing. */
  private lastResort(id: string): Linked | undefined {
    const playbook = this.newestAlone(id)
    return playbook && linkOrThrow(playbook, (ref) => this.callable(ref) ?? this.lastKnown(ref))
  }

  private lastKnown(id: string): Playbook | undefined {
    return this.startable.get(id)?.toSorted((a, b) => Date.parse(b.modified) - Date.parse(a.modified))[0]
  }

  private callable(ref: string): Playbook | undefined {
    return this.newestAlone(ref) ?? this.versions.get(ref)
  }

  private newestAlone(id: string): Playbook | undefined {
    const { revoked } = this.library
    const versions = (this.startable.get(id) ?? []).map((playbook) =>
      revoked.has(playbookVersion(playbook)) ? { ...playbook, revoked: true } : playbook,
    )
    return newestOf(versions, this.clock.now())
  }

  private take(playbook: Playbook): void {
    const version = playbookVersion(playbook)
    this.versions.set(version, playbook)
    const others = (this.startable.get(playbook.id) ?? []).filter((one) => playbookVersion(one) !== version)
    this.startable.set(playbook.id, [...others, playbook])
  }
}

function linkOrThrow(playbook: Playbook, find: (ref: string) => Playbook | undefined): Linked {
  const linked = link(playbook, find)
  if (linked.ok) return linked.playbook
  throw new Error(`playbook ${playbookVersion(playbook)}: ${linked.faults.map(sayFault).join('\n')}`)
}
