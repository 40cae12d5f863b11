import { Inject, Injectable } from '@nestjs/common'
import { CAN, Refused, type PlaybookList, type PlaybookQuery, type PlaybookRow } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { inspectPlaybook, type Inspected } from '@genba/playbook'
import type { GatewayConfig } from '../config.js'
import type { Person } from '../session/visitor.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { PlaybookStore, type Brief, type HeldPlaybook } from './playbook.store.js'
import { inOrder, rowsOf, type Read } from './rows.js'
import { Running } from './running.js'
import { TrustList } from './trust-list.js'

/** Readings of more versions than any house has are forgotten at once. */
const KNOWN_MAX = 1_000

@Injectable()
export class ListPlaybooks {
  private readonly known = new Map<string, { json: string; inspected: Inspected }>()

  constructor(
    private readonly store: PlaybookStore,
    private readonly running: Running,
    private readonly trust: TrustList,
    private readonly access: Access,
    private readonly clock: Clock,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  /** Throws Refused BAD_INPUT for a cursor that is no version. */
  async execute(actor: Person, query: PlaybookQuery): Promise<PlaybookList> {
    this.access.require(actor, 'response.read')
    const [{ keys }, briefs] = await Promise.all([this.trust.read(), this.store.briefs()])
    const { page, next } = pageOf(briefs.sort(inOrder), query)
    const shown = new Set(page.map(({ version }) => version))
    const rows = await this.rows([...new Set(page.map(({ id }) => id))])
    return {
      playbooks: rows.filter(({ version }) => shown.has(version)),
      ...(next === undefined ? {} : { next }),
      total: briefs.length,
      importers: [...CAN['playbook.write']],
      trusted: keys.map(({ name }) => name),
      rule: this.config.PLAYBOOK_IMPORTS,
    }
  }

  /** Every version of some playbooks. */
  async rows(playbooks: readonly string[]): Promise<PlaybookRow[]> {
    const [held, table, running] = await Promise.all([
      this.store.ofPlaybooks(playbooks),
      this.store.tableInForce(),
      this.running.count(),
    ])
    const reads = held.map((each) => this.read(each))
    if (this.known.size > KNOWN_MAX) this.known.clear()
    return rowsOf(reads, table, running, this.clock.now())
  }

  /** A version's text changes only when signatures are added to it, so each is read once. */
  private read(held: HeldPlaybook): Read {
    const { version, json } = held
    const known = this.known.get(version)
    const inspected = known?.json === json ? known.inspected : inspectPlaybook(json)
    if (inspected !== known?.inspected) this.known.set(version, { json, inspected })
    return { held, inspected }
  }
}

/** A version is never taken out of the library, so the one with which a page ended is still there. */
function pageOf(sorted: readonly Brief[], { after, limit }: PlaybookQuery): { page: Brief[]; next?: string } {
  const start = after === undefined ? 0 : sorted.findIndex(({ version }) => version === after) + 1
  if (after !== undefined && start === 0) throw new Refused('BAD_INPUT', { at: 'after' })
  const page = sorted.slice(start, start + limit)
  const last = page.at(-1)
  return { page, ...(last && start + limit < sorted.length ? { next: last.version } : {}) }
}
