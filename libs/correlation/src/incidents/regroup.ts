import type { Incident } from '@genba/contracts'
import { assign, type Assigned } from './assign.js'
import { cluster, type Cluster } from './cluster.js'
import { describe } from './describe.js'
import { DEFAULT_JOIN, type JoinSettings, type PlantFacts } from './facts.js'
import { liveOf, type Grouping } from './grouping.js'
import { isSame } from './is-same.js'
import { activeOf, readPeople } from './people.js'
import { historyOf } from './history.js'

/**
 * The incidents that differ from what was last written, as they have to be: those that took others in before those that were taken in,
 * so that a crash between two writes leaves nothing in none. New ones have version 0. Writing and putting them into `incidents` is the
 * caller's part; asked again before that, it says the same.
 */
export function regroup(grouping: Grouping, facts: PlantFacts, settings: JoinSettings = DEFAULT_JOIN): Incident[] {
  const assigned = assignAll(grouping, facts, settings)
  const changed: Incident[] = []
  for (const each of assigned.values()) {
    if (isAsWritten(grouping, each)) continue
    const incident = draw(grouping, each, { facts, settings })
    const known = grouping.incidents.get(incident.id)
    if (!known || !isSame(known, incident)) changed.push(incident)
  }
  for (const known of grouping.incidents.values()) {
    const incident = assigned.has(known.id) ? undefined : drawAside(grouping, known, assigned)
    if (incident && !isSame(known, incident)) changed.push(incident)
  }
  return changed
}

/** The signals of each open incident, in time order. */
export function membersOf(
  grouping: Grouping,
  facts: PlantFacts,
  settings: JoinSettings = DEFAULT_JOIN,
): Map<string, string[]> {
  const assigned = assignAll(grouping, facts, settings)
  return new Map([...assigned].map(([id, { cluster: its }]) => [id, its.members.map(({ signal }) => signal.id)]))
}

function assignAll(grouping: Grouping, facts: PlantFacts, settings: JoinSettings): Map<string, Assigned> {
  const people = readPeople(grouping.operations.values())
  return assign(grouping, cluster(liveOf(grouping, people.closedOf), people, facts, settings), people, settings)
}

/** True for most: nothing came to it. What it would be drawn as need not be compared, unless it was merged or people did something. */
function isAsWritten(grouping: Grouping, assigned: Assigned): boolean {
  const isMerged = assigned.merges.length > 0 || grouping.incidents.get(assigned.id)?.merges !== undefined
  return !isMerged && grouping.operations.size === 0 && isDescribed(grouping, assigned)
}

/** True when the incident says already what its signals say. */
const isDescribed = ({ incidents, described }: Grouping, { id, cluster: its }: Assigned): boolean =>
  incidents.get(id)?.state === 'open' && described.get(id) === fromOf(its)

/** What an incident is described from. */
const fromOf = ({ members }: Cluster): string =>
  members.map(({ signal, order }) => `${order}:${signal.revision}`).join()

type Ways = { facts: PlantFacts; settings: JoinSettings }

function draw(grouping: Grouping, assigned: Assigned, { facts, settings }: Ways): Incident {
  const { id, opener, cluster: its, merges } = assigned
  const known = grouping.incidents.get(id)
  const isToldAlready = isDescribed(grouping, assigned)
  const {
    closed: _closed,
    closedAt: _at,
    merged: _merged,
    merges: _merges,
    operations: _did,
    lockedAt,
    ...kept
  } = known ?? begin(grouping.plant, id, its.members[0]?.signal.drill)
  grouping.described.set(id, fromOf(its))
  return {
    ...kept,
    ...(isToldAlready ? (lockedAt === undefined ? {} : { lockedAt }) : describe(its, facts, settings)),
    state: 'open',
    opener,
    ...(merges.length === 0 ? {} : { merges }),
    ...historyOf(grouping, id),
  }
}

/** One that has no signals of its own now: merged into another, or closed. It keeps what it had. */
function drawAside(grouping: Grouping, known: Incident, assigned: ReadonlyMap<string, Assigned>): Incident {
  grouping.described.delete(known.id)
  const { merged: before, closed: _closed, closedAt: _at, operations: _did, ...kept } = known
  const closing = activeOf(grouping.operations.values()).findLast(
    ({ kind, incident }) => kind === 'closed' && incident === known.id,
  )
  const history = historyOf(grouping, known.id)
  if (closing) {
    const { by, reason, at } = closing
    return { ...kept, state: 'closed', closedAt: at, closed: { by, reason }, ...history }
  }
  for (const { id, merges } of assigned.values()) {
    const merge = merges.find(({ incident }) => incident === known.id)
    if (merge) return { ...kept, state: 'merged', merged: { into: id, links: merge.links }, ...history }
  }
  // Its signals went out of reach, or into an incident that was closed: it stays what it was.
  return { ...known, ...(before ? { merged: before } : {}), ...history }
}

function begin(plant: string, id: string, drill: string | undefined): Incident {
  return {
    v: 1,
    id,
    version: 0,
    plant,
    title: { ja: id, en: id },
    state: 'open',
    zones: [],
    spread: [],
    openedAt: 0,
    lastAt: 0,
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
    ...(drill === undefined ? {} : { drill }),
  }
}
