import {
  INCIDENT_SAMPLES_MAX,
  INCIDENT_SIGNALS_MAX,
  type Alert,
  type Incident,
  type SignalSummary,
  type Spread,
} from '@genba/contracts'
import { INCIDENT_NAMES_MAX, SAMPLES_CHARS_MAX, type JoinSettings, type PlantFacts } from './facts.js'
import type { Cluster } from './cluster.js'
import { countGroups } from './count-groups.js'
import { inTime, type Live } from './run.js'
import { titleOf } from './title.js'

/** What an incident says that follows from its signals alone. */
export type Content = Pick<
  Incident,
  | 'title'
  | 'zones'
  | 'spread'
  | 'openedAt'
  | 'lastAt'
  | 'severity'
  | 'alerts'
  | 'techniques'
  | 'signals'
  | 'groups'
  | 'samples'
  | 'actors'
  | 'targets'
  | 'assets'
  | 'evicted'
  | 'lockedAt'
>

export function describe({ members, runs, links }: Cluster, facts: PlantFacts, { maxAgeMs }: JoinSettings): Content {
  const signals = members.map(({ signal }) => signal)
  const kept = keepSignals(members)
  const summaries = kept.map(summarise)
  const { groups, ungrouped, evictedGroups } = countGroups(signals, new Set(kept.map(({ signal }) => signal.id)))
  const { samples, left } = keepSamples(signals.flatMap((signal) => signal.samples))
  const zones = [
    ...new Set([...runs].sort((a, b) => a.from - b.from || (a.zone < b.zone ? -1 : 1)).map(({ zone }) => zone)),
  ]
  const openedAt = members[0]?.from ?? 0
  const lastAt = Math.max(...signals.map((signal) => signal.lastAt))
  return {
    title: titleOf(summaries, zones, facts),
    zones,
    spread: spreadOf(zones, links),
    openedAt,
    lastAt,
    severity: Math.max(...signals.map(({ severity }) => severity)),
    alerts: groups.reduce((sum, { count }) => sum + count, 0) + ungrouped,
    techniques: names(signals.flatMap(({ rule }) => rule.techniques)).sort(),
    signals: summaries,
    groups,
    samples,
    actors: names(signals.flatMap(({ actors }) => actors)),
    targets: names(signals.flatMap(({ targets }) => targets)),
    assets: names(signals.flatMap((signal) => signal.groups.flatMap(({ asset }) => asset ?? []))).sort(),
    evicted: { signals: members.length - kept.length, groups: evictedGroups, samples: left },
    ...(lastAt - openedAt > maxAgeMs ? { lockedAt: openedAt + maxAgeMs } : {}),
  }
}

/** How each further zone was reached: of the links with a zone that is in already, the earliest. */
function spreadOf(zones: readonly string[], links: Cluster['links']): Spread[] {
  const reached = new Set(zones.slice(0, 1))
  const sorted = [...links].sort(
    (a, b) => a.after.from - b.after.from || a.before.from - b.before.from || (sayOf(a) < sayOf(b) ? -1 : 1),
  )
  const spread: Spread[] = []
  for (let found = next(); found; found = next()) {
    const { link, after } = found
    reached.add(link.from).add(link.to)
    const { from, to, conduit = '', shared = '', step } = link
    spread.push({ zone: to, from, conduit, shared, at: after.from, ...(step ? { step } : {}) })
  }
  return spread

  function next(): Cluster['links'][number] | undefined {
    return sorted.find(({ link }) => reached.has(link.from) !== reached.has(link.to))
  }
}

const sayOf = ({ link }: Cluster['links'][number]): string => `${link.from} ${link.to} ${link.conduit} ${link.shared}`

function summarise({ signal }: Live): SignalSummary {
  const { id, revision, zone, rule, group, timespanMs, firstAt, lastAt, firedAt, count, severity } = signal
  return { id, revision, zone, rule, group, timespanMs, firstAt, lastAt, firedAt, count, severity }
}

/** In time order; above the bound those that ended first go first. */
function keepSignals(members: readonly Live[]): Live[] {
  if (members.length <= INCIDENT_SIGNALS_MAX) return [...members]
  return [...members]
    .sort((a, b) => b.signal.lastAt - a.signal.lastAt || -inTime(a, b))
    .slice(0, INCIDENT_SIGNALS_MAX)
    .sort(inTime)
}

/** The first ones stay: each signal brings at most five, each of another alarm. */
function keepSamples(all: readonly Alert[]): { samples: Alert[]; left: number } {
  const distinct = [...new Map(all.map((alert) => [alert.id, alert])).values()]
  const samples: Alert[] = []
  let chars = 0
  for (const alert of distinct.slice(0, INCIDENT_SAMPLES_MAX)) {
    chars += JSON.stringify(alert).length
    if (chars > SAMPLES_CHARS_MAX) break
    samples.push(alert)
  }
  return { samples, left: distinct.length - samples.length }
}

const names = (all: readonly string[]): string[] => [...new Set(all)].slice(0, INCIDENT_NAMES_MAX)
