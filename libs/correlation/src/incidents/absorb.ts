import { incidentId, type Incident, type Signal } from '@genba/contracts'
import { DEFAULT_JOIN, type JoinSettings, type PlantFacts } from './facts.js'
import { findPath, type Path } from './find-path.js'
import { include } from './include.js'

export type Absorbed = { incident: Incident; change: 'new' | 'changed' }

/**
 * Where a signal belongs among the plant's incidents (open ones, and closed ones that may hold it): the incident as it is with it, or
 * undefined when this revision or a newer one is in already. Never changes what it is given.
 *
 * In this order: the incident that holds the signal; an open one that has its zone, no further away in time than `joinMs`; an open one
 * from or to whose zones a conduit leads in its direction, as near in time, when somebody who acted in the later one acted in or was the
 * target of the earlier one (IEC 62443-3-2 conduits); else a new one. A closed incident never opens again: what its signal reports from
 * after the closing is a new incident. Real and drill never meet.
 */
export function absorb(
  known: readonly Incident[],
  signal: Signal,
  facts: PlantFacts,
  settings: JoinSettings = DEFAULT_JOIN,
): Absorbed | undefined {
  const candidates = known.filter(
    (incident) => incident.plant === signal.plant && (incident.drill ?? '') === (signal.drill ?? ''),
  )
  const holders = candidates.filter((incident) => holds(incident, signal))
  const open = holders.find((incident) => incident.state === 'open')
  if (open) return grow(open, signal, facts)
  if (holders.some((incident) => isOver(incident, signal))) return undefined
  const near = candidates
    .filter((incident) => incident.state === 'open' && isNear(incident, signal, settings))
    .sort(nearestFirst(signal))
  const inZone = near.find((incident) => incident.zones.includes(signal.zone))
  if (inZone) return grow(inZone, signal, facts)
  for (const incident of near) {
    const path = findPath(incident, signal, facts)
    if (path) return grow(incident, signal, facts, path)
  }
  const incident = begin(signal, holders)
  return incident && { incident: include(incident, signal, facts), change: 'new' }
}

const summaryOf = (incident: Incident, { id }: Signal) => incident.signals.find((summary) => summary.id === id)

function grow(incident: Incident, signal: Signal, facts: PlantFacts, path?: Path): Absorbed | undefined {
  const summary = summaryOf(incident, signal)
  if (summary && summary.revision >= signal.revision) return undefined
  if (!summary && isLetGo(incident, signal)) return undefined
  return { incident: include(incident, signal, facts, path), change: 'changed' }
}

const holds = (incident: Incident, signal: Signal): boolean =>
  summaryOf(incident, signal) !== undefined || (incident.zones.includes(signal.zone) && isLetGo(incident, signal))

/** True for a signal that the incident's bound has left out: those that ended first go first. */
function isLetGo(incident: Incident, signal: Signal): boolean {
  return (
    incident.evicted.signals > 0 &&
    !summaryOf(incident, signal) &&
    incident.signals.every((summary) => signal.lastAt < summary.lastAt)
  )
}

/** True when the closed incident has all that the signal reports: nothing happened after the closing. */
function isOver(incident: Incident, signal: Signal): boolean {
  const summary = summaryOf(incident, signal)
  return (
    signal.lastAt <= (incident.closedAt ?? Infinity) || (summary !== undefined && summary.revision >= signal.revision)
  )
}

export function isNear(
  incident: Pick<Incident, 'openedAt' | 'lastAt'>,
  signal: Pick<Signal, 'firstAt' | 'lastAt'>,
  { joinMs }: JoinSettings,
): boolean {
  return signal.firstAt - incident.lastAt <= joinMs && incident.openedAt - signal.lastAt <= joinMs
}

/** The incident whose last alert is nearest to the signal's first; of equals the one with the smaller id. */
const nearestFirst = (signal: Signal) => (a: Incident, b: Incident) =>
  Math.abs(signal.firstAt - a.lastAt) - Math.abs(signal.firstAt - b.lastAt) || (a.id < b.id ? -1 : 1)

/** A signal that goes on after its incident was closed opens another one, named by the moment of the closing. */
function begin(signal: Signal, closed: readonly Incident[]): Incident {
  const openedAt = Math.max(signal.firstAt, ...closed.map((incident) => incident.closedAt ?? 0))
  return {
    v: 1,
    id: incidentId({ ...signal, firstAt: openedAt }),
    version: 0,
    plant: signal.plant,
    title: signal.rule.title,
    state: 'open',
    zones: [],
    spread: [],
    openedAt,
    lastAt: signal.lastAt,
    severity: 0,
    alerts: 0,
    techniques: [],
    signals: [],
    groups: [],
    samples: [],
    actors: [],
    targets: [],
    assets: [],
    evicted: { signals: 0, groups: 0, samples: 0 },
    ...(signal.drill === undefined ? {} : { drill: signal.drill }),
  }
}
