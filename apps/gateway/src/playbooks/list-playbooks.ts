import { Inject, Injectable } from '@nestjs/common'
import { CAN, type PlaybookList, type PlaybookRow } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { inspectPlaybook, type Inspected } from '@genba/playbook'
import type { GatewayConfig } from '../config.js'
import type { Person } from '../session/visitor.js'
import { GATEWAY_CONFIG } from '../tokens.js'
import { PlaybookStore, type HeldPlaybook } from './playbook.store.js'
import { rowsOf, type Read } from './rows.js'
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

  async execute(actor: Person): Promise<PlaybookList> {
    this.access.require(actor, 'response.read')
    const { keys } = await this.trust.read()
    return {
      playbooks: await this.rows(),
      importers: [...CAN['playbook.write']],
      trusted: keys.map(({ name }) => name),
      rule: this.config.PLAYBOOK_IMPORTS,
    }
  }

  async rows(): Promise<PlaybookRow[]> {
    const [{ held, chosen }, running] = await Promise.all([this.store.all(), this.running.count()])
    const reads = held.map((each) => this.read(each))
    if (this.known.size > KNOWN_MAX) this.known.clear()
    return rowsOf(reads, chosen, running, this.clock.now())
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
