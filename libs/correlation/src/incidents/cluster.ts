import type { Link } from '@genba/contracts'
import type { JoinSettings, PlantFacts } from './facts.js'
import { findLink } from './find-link.js'
import type { People } from './people.js'
import { inTime, runsOf, startRun, extend, type Live, type Run } from './run.js'

/** A link between two runs; `after` is where `link.signal` is. */
export type RunLink = { before: Run; after: Run; link: Link }
/** Signals of one incident in time order, the runs that they form, and what links these. */
export type Cluster = { members: Live[]; runs: Run[]; links: RunLink[] }

/**
 * Signals of one plant → what belongs together: the finest grouping in which linked runs, and what people put together, are together.
 * A function of the set: neither the order nor the grouping before matters. Real and drill never meet.
 */
export function cluster(
  signals: readonly Live[],
  people: People,
  facts: PlantFacts,
  settings: JoinSettings,
): Cluster[] {
  const { wards, free } = partition(signals, people)
  const runs = [...free.values()].flatMap((zone) => runsOf(zone.sort(inTime), settings.joinMs))
  const links = linksOf(runs, facts, settings)
  const root = new Map(runs.map((run) => [run, run]))
  for (const { before, after } of links) unite(root, before, after)
  const first = new Map<number, Run>()
  for (const run of runs)
    for (const { signal } of run.members) {
      const block = people.blockOf.get(signal.id)
      if (block === undefined) continue
      const known = first.get(block)
      if (known) unite(root, known, run)
      else first.set(block, run)
    }
  const byRoot = new Map<Run, Run[]>()
  for (const run of runs) push(byRoot, find(root, run), run)
  const linksByRoot = new Map<Run, RunLink[]>()
  for (const link of links) push(linksByRoot, find(root, link.before), link)
  const together = [...byRoot].map(([key, its]) => toCluster(its, linksByRoot.get(key) ?? []))
  return [
    ...[...wards.values()].map((members) => gather(members, facts, settings)),
    ...together.flatMap((each) => lock(each, people, facts, settings)),
  ]
}

/** What begins after the incident's age is over is another one, or several. What people put together stays. */
function lock(whole: Cluster, people: People, facts: PlantFacts, settings: JoinSettings): Cluster[] {
  const until = (whole.members[0]?.from ?? 0) + settings.maxAgeMs
  const isLater = ({ from, signal }: Live) => from > until && !people.blockOf.has(signal.id)
  const later = whole.members.filter(isLater)
  if (later.length === 0) return [whole]
  const kept = whole.members.filter((live) => !isLater(live))
  return [gather(kept, facts, settings), ...cluster(later, people, facts, settings)]
}

function partition(signals: readonly Live[], { blockOf, wards }: People) {
  const apart = new Map<number, Live[]>()
  const free = new Map<string, Live[]>()
  for (const live of signals) {
    const block = blockOf.get(live.signal.id)
    if (block !== undefined && wards.has(block)) push(apart, block, live)
    else push(free, JSON.stringify([live.signal.drill ?? '', live.signal.zone]), live)
  }
  return { wards: apart, free }
}

function linksOf(runs: readonly Run[], facts: PlantFacts, settings: JoinSettings): RunLink[] {
  const byZone = new Map<string, Run[]>()
  for (const run of runs) push(byZone, run.zone, run)
  const pairs = new Set(
    facts.conduits.flatMap(({ from, to, direction }) => [
      `${from} ${to}`,
      ...(direction === 'both' ? [`${to} ${from}`] : []),
    ]),
  )
  const links: RunLink[] = []
  for (const pair of pairs) {
    const [from = '', to = ''] = pair.split(' ')
    for (const before of byZone.get(from) ?? [])
      for (const after of byZone.get(to) ?? []) {
        if (before === after || worldOf(before) !== worldOf(after)) continue
        const found = findLink(before, after, facts, settings)
        const signal = after.members[0]?.signal.id
        if ('link' in found && signal !== undefined) links.push({ before, after, link: { ...found.link, signal } })
      }
  }
  return links
}

const worldOf = ({ members }: Run): string | undefined => members[0]?.signal.drill

function byZone(members: readonly Live[]): Run[] {
  const runs = new Map<string, Run>()
  for (const live of [...members].sort(inTime)) {
    const run = runs.get(live.signal.zone)
    if (run) extend(run, live)
    else runs.set(live.signal.zone, startRun(live))
  }
  return [...runs.values()]
}

/** Signals that are together for other reasons than their links, which are told all the same. */
function gather(members: readonly Live[], facts: PlantFacts, settings: JoinSettings): Cluster {
  const runs = byZone(members)
  return toCluster(runs, linksOf(runs, facts, settings))
}

const toCluster = (runs: Run[], links: RunLink[]): Cluster => ({
  members: runs.length === 1 && runs[0] ? runs[0].members : runs.flatMap(({ members }) => members).sort(inTime),
  runs,
  links,
})

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

function find(root: Map<Run, Run>, run: Run): Run {
  let at = run
  for (let up = root.get(at) as Run; up !== at; up = root.get(at) as Run) {
    root.set(at, root.get(up) as Run)
    at = up
  }
  return at
}

const unite = (root: Map<Run, Run>, a: Run, b: Run): void => void root.set(find(root, a), find(root, b))
