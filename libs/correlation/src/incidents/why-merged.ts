import type { Link, Merge } from '@genba/contracts'
import type { Named } from './assign.js'
import type { Cluster, RunLink } from './cluster.js'
import type { JoinSettings } from './facts.js'
import type { Grouping } from './grouping.js'
import { activeOf } from './people.js'
import { inTime, runsOf, type Run } from './run.js'

/** The links between the two first signals, or the operation of the person who put them together. */
export function whyMerged(
  grouping: Grouping,
  cluster: Cluster,
  { id, opener, into }: { id: string; opener: string; into: Named },
  settings: JoinSettings,
): Merge {
  const merging = activeOf(grouping.operations.values()).find(
    ({ kind, incident, other }) => kind === 'merged' && (other === id || (incident === id && other === into.id)),
  )
  const zoneOf = (signal: string) => grouping.signals.get(signal)?.signal.zone ?? ''
  if (merging) {
    const link: Link = { code: 'person', signal: opener, from: zoneOf(opener), to: zoneOf(into.opener), operation: merging.id } // prettier-ignore
    return { incident: id, links: [link] }
  }
  const [from, to] = [runOf(cluster, opener), runOf(cluster, into.opener)]
  const path = from && to ? pathBetween(from, to, cluster.links) : []
  if (path.length > 0) return { incident: id, links: path.map(({ link }) => link) }
  const signal = from && from === to ? bridge(from, [opener, into.opener], settings) : opener
  return { incident: id, links: [{ code: 'same-zone', signal, from: zoneOf(signal), to: zoneOf(into.opener) }] }
}

/** The signal of a zone with which two others became one run: the first told that leaves no gap between them. */
function bridge({ members }: Run, ends: readonly string[], { joinMs }: JoinSettings): string {
  const told = [...members].sort((x, y) => x.order - y.order)
  const isJoined = (count: number) =>
    runsOf(told.slice(0, count).sort(inTime), joinMs).some((run) =>
      ends.every((id) => run.members.some(({ signal }) => signal.id === id)),
    )
  let [apart, joined] = [0, told.length]
  while (joined - apart > 1) {
    const half = (apart + joined) >> 1
    if (isJoined(half)) joined = half
    else apart = half
  }
  return told[joined - 1]?.signal.id ?? ''
}

const runOf = ({ runs }: Cluster, signal: string): Run | undefined =>
  runs.find(({ members }) => members.some((live) => live.signal.id === signal))

/** The shortest way over links, either way along each. */
function pathBetween(from: Run, to: Run, links: readonly RunLink[]): RunLink[] {
  const way = new Map<Run, RunLink[]>([[from, []]])
  for (const queue = [from]; queue.length > 0;) {
    const at = queue.shift() as Run
    for (const link of links) {
      const next = link.before === at ? link.after : link.after === at ? link.before : undefined
      if (!next || way.has(next)) continue
      way.set(next, [...(way.get(at) ?? []), link])
      queue.push(next)
    }
  }
  return way.get(to) ?? []
}
