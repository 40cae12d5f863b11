import type { IncidentRow } from '@genba/contracts'
import type { Doing } from '../responses/doing.js'
import type { Facts } from './facts.js'
import { byMovement, placeOf } from './page.js'

/** Rows in memory, some 1 KB each. Beyond it the one that was quiet longest is left out, and counted. */
export const ROWS_MAX = 50_000
/** Closed rows that are remembered, so that a late message of the time before doesn't open them again. */
export const CLOSED_MAX = 5_000

/**
 * The open incidents, joined with what their responses are doing. Each side keeps its newest version: messages and reads may come in
 * any order and more than once.
 */
export class Rows {
  private readonly open = new Map<string, IncidentRow>()
  private readonly closed = new Map<string, IncidentRow>()
  evicted = 0

  constructor(private readonly max = { rows: ROWS_MAX, closed: CLOSED_MAX }) {}

  get(id: string): IncidentRow | undefined {
    return this.open.get(id) ?? this.closed.get(id)
  }

  get size(): number {
    return this.open.size
  }

  openIds(): string[] {
    return [...this.open.keys()]
  }

  /** Newest first, those behind a cursor. */
  list(plants: '*' | readonly string[], limit: number, after?: string): IncidentRow[] {
    const place = after === undefined ? undefined : placeOf(after)
    const rows = [...this.open.values()].filter(
      (row) => (plants === '*' || plants.includes(row.plant)) && (!place || byMovement(place, row) < 0),
    )
    return rows.sort(byMovement).slice(0, limit)
  }

  /** The row, if this changed it. */
  putFacts(facts: Facts): IncidentRow | undefined {
    const known = this.get(facts.id)
    if (known && known.version >= facts.version) return undefined
    return this.keep({ ...facts, ...(known?.response ? { response: known.response } : {}) })
  }

  /** The row, if this changed it; nothing while the incident itself is not known. */
  putDoing(id: string, doing: Doing): IncidentRow | undefined {
    const known = this.get(id)
    if (!known || (known.response && known.response.version >= doing.version)) return undefined
    return this.keep({ ...known, response: doing })
  }

  private keep(row: IncidentRow): IncidentRow {
    const [mine, other] = row.state === 'open' ? [this.open, this.closed] : [this.closed, this.open]
    other.delete(row.id)
    // Set anew, so that the map's order is that of the last change.
    mine.delete(row.id)
    mine.set(row.id, row)
    this.evicted += dropOldest(this.open, this.max.rows)
    dropOldest(this.closed, this.max.closed)
    return row
  }
}

function dropOldest(rows: Map<string, IncidentRow>, max: number): number {
  if (rows.size <= max) return 0
  const [oldest] = rows.keys()
  rows.delete(oldest as string)
  return 1
}
