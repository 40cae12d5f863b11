import { Injectable } from '@nestjs/common'
import type { Incident, IncidentRow, TimelineEntry } from '@genba/contracts'
import { Metrics } from '@genba/platform'
import { ReadDoing } from '../responses/read-doing.js'
import { factsOf, type Facts } from './facts.js'
import { IncidentStore } from './incident.store.js'
import { Rows } from './rows.js'

/** A row that changed, and the timeline entries that say why. */
export type Change = { row: IncidentRow; entries: TimelineEntry[] }

/**
 * Keeps the rows of open incidents as the database has them. Messages only say where to look: one that was missed is made up for by
 * the next `reread`, and one that comes twice changes nothing.
 */
@Injectable()
export class FollowIncidents {
  readonly rows = new Rows()
  private readonly listeners: ((change: Change) => void)[] = []
  private readonly size
  private readonly evicted
  private rereading: Promise<void> | undefined

  constructor(
    private readonly incidents: IncidentStore,
    private readonly readDoing: ReadDoing,
    metrics: Metrics,
  ) {
    this.size = metrics.gauge('gateway_rows', 'Open incidents in memory')
    this.evicted = metrics.gauge('gateway_rows_evicted', 'Open incidents left out of memory since the start')
  }

  onChange(listener: (change: Change) => void): void {
    this.listeners.push(listener)
  }

  /** The message holds the whole document. Only of one that is new here, but not new, it must be read whether a response exists. */
  async incidentChanged(incident: Incident): Promise<void> {
    const isLate = incident.version > 1 && !this.rows.get(incident.id)
    this.tell(this.rows.putFacts(factsOf(incident)), [])
    if (isLate) await this.responseChanged(incident.id, [])
  }

  /** The entries of one response; its document is newer than them or the same. */
  async responseChanged(id: string, entries: TimelineEntry[]): Promise<void> {
    const doing = (await this.readDoing.execute([id])).get(id)
    await this.learn(id)
    if (doing) this.rows.putDoing(id, doing)
    // Told even where the row was newer already: nobody has seen these entries.
    this.tell(this.rows.get(id), entries)
  }

  /** Reads all open incidents again and tells what differs. Called while it runs, it is the same reading. */
  reread(): Promise<void> {
    this.rereading ??= this.readAll().finally(() => (this.rereading = undefined))
    return this.rereading
  }

  private async readAll(): Promise<void> {
    const open = await this.incidents.list({ state: 'open', plants: '*' })
    const ids = open.map(({ id }) => id)
    const doing = await this.readDoing.execute(ids)
    const changed = new Set<string>()
    const put = (facts: Facts) => this.rows.putFacts(facts) && changed.add(facts.id)
    open.forEach(put)
    for (const [id, what] of doing) if (this.rows.putDoing(id, what)) changed.add(id)
    // What is open here and was not among them has been closed, or was opened since: its own document tells.
    const listed = new Set(ids)
    for (const id of this.rows.openIds().filter((id) => !listed.has(id))) {
      const facts = await this.incidents.getFacts(id)
      if (facts) put(facts)
    }
    for (const id of changed) this.tell(this.rows.get(id), [])
  }

  private async learn(id: string): Promise<void> {
    if (this.rows.get(id)) return
    const facts = await this.incidents.getFacts(id)
    if (facts) this.rows.putFacts(facts)
  }

  private tell(row: IncidentRow | undefined, entries: TimelineEntry[]): void {
    if (!row) return
    this.size.set(this.rows.size)
    this.evicted.set(this.rows.evicted)
    for (const listener of this.listeners) listener({ row, entries })
  }
}
