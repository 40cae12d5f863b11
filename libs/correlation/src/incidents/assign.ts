import { incidentId, type Merge, type Operation } from '@genba/contracts'
import type { Cluster } from './cluster.js'
import type { Grouping } from './grouping.js'
import type { JoinSettings } from './facts.js'
import { activeOf, type People } from './people.js'
import type { Live } from './run.js'
import { whyMerged } from './why-merged.js'

/** A cluster by the name of its incident; `merges` are incidents whose first signal is in it too. */
export type Assigned = { id: string; opener: string; cluster: Cluster; merges: Merge[] }

/**
 * Which incident each cluster is. One keeps its name as long as its first signal is somewhere; of several in one cluster the one that a
 * person merged the others into stays, else the one whose first signal was told first. What was taken out of an incident is named by the
 * operation, another one without a name by its signal that was told first.
 */
export function assign(
  grouping: Grouping,
  clusters: readonly Cluster[],
  people: People,
  settings: JoinSettings,
): Map<string, Assigned> {
  const active = activeOf(grouping.operations.values())
  const place = new Map<string, number>()
  clusters.forEach(({ members }, index) => members.forEach(({ signal }) => place.set(signal.id, index)))
  const anchored = anchor(grouping, active, place, people)
  const taken = new Set(grouping.incidents.keys())
  const assigned = new Map<string, Assigned>()
  clusters.forEach((cluster, index) => {
    const known = (anchored.get(index) ?? []).sort(firstTold(grouping))
    const survivor = known.find(({ id }) => !isMergedAway(active, id, known)) ?? known[0]
    const named = nameTakenOut(grouping, active, cluster) ?? survivor ?? nameNew(cluster, taken)
    taken.add(named.id)
    const merges = known.filter(({ id }) => id !== named.id).map(({ id, opener }) => whyMerged(grouping, cluster, { id, opener, into: named }, settings)) // prettier-ignore
    assigned.set(named.id, { id: named.id, opener: named.opener, cluster, merges })
  })
  return assigned
}

/** `at` is where it is found: its first signal, unless that was taken out. */
export type Named = { id: string; opener: string; at: string }

/** Incidents by the cluster that holds their first signal; those that are closed, or whose signal is not known, stay aside. */
function anchor(
  grouping: Grouping,
  active: readonly Operation[],
  place: ReadonlyMap<string, number>,
  { closedOf }: People,
): Map<number, Named[]> {
  const closed = new Set(active.flatMap(({ kind, incident }) => (kind === 'closed' ? [incident] : [])))
  const anchored = new Map<number, Named[]>()
  for (const { id, opener, signals, openedAt: since } of grouping.incidents.values()) {
    // Those written before openers were kept are known again by any signal that is.
    const stored = opener ?? signals.find((summary) => place.has(summary.id))?.id
    if (stored === undefined || closed.has(id)) continue
    let at = stored
    // An incident whose first signal was taken out goes on with the rest.
    for (const { incident, apart = [], rest = [] } of active)
      if (incident === id && apart.includes(at)) at = firstOf(grouping, rest) ?? at
    const index = place.get(at)
    // What goes on after a closing is another incident than what was merged into the closed one.
    if (index === undefined || since < (closedOf.get(at)?.at ?? 0)) continue
    const its = anchored.get(index)
    if (its) its.push({ id, opener: stored, at })
    else anchored.set(index, [{ id, opener: stored, at }])
  }
  return anchored
}

const orderOf = ({ signals }: Grouping, signal: string): number => signals.get(signal)?.order ?? Infinity

function firstOf(grouping: Grouping, signals: readonly string[]): string | undefined {
  return [...signals].sort((a, b) => orderOf(grouping, a) - orderOf(grouping, b) || (a < b ? -1 : 1))[0]
}

/** What was split off comes last: taken back, it goes where it came from. */
const firstTold = (grouping: Grouping) => (a: Named, b: Named) =>
  Number(grouping.operations.has(a.id)) - Number(grouping.operations.has(b.id)) ||
  orderOf(grouping, a.opener) - orderOf(grouping, b.opener) ||
  openedAt(grouping, a) - openedAt(grouping, b) ||
  (a.id < b.id ? -1 : 1)

const openedAt = ({ incidents }: Grouping, { id }: Named): number => incidents.get(id)?.openedAt ?? 0

function isMergedAway(active: readonly Operation[], id: string, known: readonly Named[]): boolean {
  return active.some(
    ({ kind, incident, other }) => kind === 'merged' && other === id && known.some((each) => each.id === incident),
  )
}

/** What a person took out, and nothing else, is named by that, also where one of it had opened an incident that was merged. */
function nameTakenOut(grouping: Grouping, active: readonly Operation[], { members }: Cluster): Named | undefined {
  const isClosed = (id: string) => active.some(({ kind, incident }) => kind === 'closed' && incident === id)
  const split = active.findLast(
    ({ id, apart }) => apart && !isClosed(id) && members.every(({ signal }) => apart.includes(signal.id)),
  )
  const opener =
    split &&
    firstOf(
      grouping,
      members.map(({ signal }) => signal.id),
    )
  return opener === undefined ? undefined : { id: split?.id ?? '', opener, at: opener }
}

function nameNew({ members }: Cluster, taken: ReadonlySet<string>): Named {
  const told = [...members].sort((a, b) => a.order - b.order)
  const first = told[0] as Live
  // Two signals of one rule and moment have the same name: people can have put them apart.
  const id = nameOf(told.find((live) => !taken.has(nameOf(live))) ?? first)
  const opener = first.signal.id
  return { id: taken.has(id) ? `${id}~${taken.size}` : id, opener, at: opener }
}

const nameOf = ({ signal, from }: Live): string => incidentId({ ...signal, firstAt: Math.max(toldAt(signal.id), from > signal.firstAt ? from : 0) }) // prettier-ignore

/** The last part of a signal's id is its first alert when it was told, which stays when an earlier one turns up. */
const toldAt = (signal: string): number => Number(signal.slice(signal.lastIndexOf('/') + 1))
