import type { Incident, Operation, Signal } from '@genba/contracts'
import { activeOf } from './people.js'
import type { Live } from './run.js'

/**
 * The signals of one plant, what people did with its incidents, and the incidents as they were last written. Incidents follow from the
 * first two: `regroup` says which have to be written. Changed in place.
 */
export type Grouping = {
  plant: string
  signals: Map<string, { signal: Signal; order: number }>
  operations: Map<string, Operation>
  incidents: Map<string, Incident>
  /** What each incident was last described from, so that one that nothing came to costs nothing. */
  described: Map<string, string>
}

export type Known = {
  signals: readonly (Signal & { order: number })[]
  operations: readonly Operation[]
  incidents: readonly Incident[]
}

export function openGrouping(plant: string, { signals, operations, incidents }: Known): Grouping {
  const grouping: Grouping = {
    plant,
    signals: new Map(signals.map(({ order, ...signal }) => [signal.id, { signal, order }])),
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    incidents: new Map(incidents.map((incident) => [incident.id, incident])),
    described: new Map(),
  }
  const closed = new Set(activeOf(operations).flatMap(({ kind, incident }) => (kind === 'closed' ? [incident] : [])))
  for (const incident of incidents)
    if (incident.state === 'closed' && !closed.has(incident.id)) keepClosed(grouping, incident)
  return grouping
}

/** One that was closed before operations were kept. */
function keepClosed({ operations, plant }: Grouping, { id, closedAt = 0, closed, signals }: Incident): void {
  operations.set(`${id}~close`, {
    v: 1,
    id: `${id}~close`,
    plant,
    kind: 'closed',
    incident: id,
    by: closed?.by ?? '',
    reason: closed?.reason ?? '',
    at: closedAt,
    order: -1,
    closes: signals.map(({ id: signal, revision }) => ({ signal, revision })),
  })
}

/** Takes a revision in; false when it or a newer one is there already. `order` is its place in signal.v1. */
export function hold({ signals }: Grouping, signal: Signal, order: number): boolean {
  const known = signals.get(signal.id)
  if (known && known.signal.revision >= signal.revision) return false
  signals.set(signal.id, { signal, order: Math.min(order, known?.order ?? order) })
  return true
}

/** Signals that are in no closed incident with all that they report; what goes on after a closing begins with it. */
export function liveOf({ signals }: Grouping, closedOf: ReadonlyMap<string, { at: number; revision: number }>): Live[] {
  const live: Live[] = []
  for (const { signal, order } of signals.values()) {
    const closed = closedOf.get(signal.id)
    if (!closed) live.push({ signal, order, from: signal.firstAt })
    else if (signal.revision > closed.revision && signal.lastAt > closed.at)
      live.push({ signal, order, from: Math.max(signal.firstAt, closed.at) })
  }
  return live
}
