import {
  INCIDENT_SAMPLES_MAX,
  INCIDENT_SIGNALS_MAX,
  type Alert,
  type Incident,
  type Signal,
  type SignalSummary,
} from '@genba/contracts'
import { INCIDENT_NAMES_MAX, SAMPLES_CHARS_MAX, type PlantFacts } from './facts.js'
import type { Path } from './find-path.js'
import { countGroups } from './count-groups.js'
import { titleOf } from './title.js'

/** The incident with this revision of the signal in it, in place of what it said before. */
export function include(incident: Incident, signal: Signal, facts: PlantFacts, path?: Path): Incident {
  const { signals, letGo } = keepSignals(incident.signals, summarise(signal))
  const { groups, ungrouped, evictedGroups } = countGroups(incident, signal, signals)
  const { samples, left } = keepSamples(incident.samples, signal.samples)
  // A signal brings its samples again with each revision: what is left out is counted when it first comes.
  const isKnown = incident.signals.some(({ id }) => id === signal.id)
  const severity = Math.max(incident.severity, signal.severity)
  const zones = orderZones(incident, signal, signals)
  return {
    ...incident,
    title: titleOf(signals, zones, facts),
    zones,
    spread: path
      ? [
          ...incident.spread,
          { zone: path.to, from: path.from, conduit: path.conduit, shared: path.shared, at: signal.firstAt },
        ]
      : incident.spread,
    openedAt: incident.version === 0 ? incident.openedAt : Math.min(incident.openedAt, signal.firstAt),
    lastAt: Math.max(incident.lastAt, signal.lastAt),
    severity,
    alerts: groups.reduce((sum, { count }) => sum + count, 0) + ungrouped,
    techniques: union(incident.techniques, signal.rule.techniques, INCIDENT_NAMES_MAX).sort(),
    signals,
    groups,
    samples,
    actors: union(incident.actors, signal.actors, INCIDENT_NAMES_MAX),
    targets: union(incident.targets, signal.targets, INCIDENT_NAMES_MAX),
    assets: union(
      incident.assets,
      signal.groups.flatMap(({ asset }) => asset ?? []),
      INCIDENT_NAMES_MAX,
    ).sort(),
    evicted: {
      signals: incident.evicted.signals + letGo,
      groups: incident.evicted.groups + evictedGroups,
      samples: incident.evicted.samples + (isKnown ? 0 : left),
    },
  }
}

function summarise({
  id,
  revision,
  zone,
  rule,
  group,
  timespanMs,
  firstAt,
  lastAt,
  firedAt,
  count,
  severity,
}: Signal): SignalSummary {
  return { id, revision, zone, rule, group, timespanMs, firstAt, lastAt, firedAt, count, severity }
}

/** In time order; above the bound those that ended first go first. */
function keepSignals(
  kept: readonly SignalSummary[],
  summary: SignalSummary,
): { signals: SignalSummary[]; letGo: number } {
  const signals = [...kept.filter(({ id }) => id !== summary.id), summary].sort(
    (a, b) => a.firstAt - b.firstAt || (a.id < b.id ? -1 : 1),
  )
  if (signals.length <= INCIDENT_SIGNALS_MAX) return { signals, letGo: 0 }
  const first = signals.reduce((gone, each) => (each.lastAt < gone.lastAt ? each : gone))
  return { signals: signals.filter((each) => each !== first), letGo: 1 }
}

/** Zones in the order in which they were reached; what signals that were let go say about it stays. */
function orderZones(incident: Incident, signal: Signal, signals: readonly SignalSummary[]): string[] {
  const reachedAt = new Map<string, number>()
  for (const { zone, firstAt } of signals) reachedAt.set(zone, Math.min(firstAt, reachedAt.get(zone) ?? Infinity))
  const zones = union(incident.zones, [signal.zone], Infinity)
  const at = (zone: string) => reachedAt.get(zone) ?? -Infinity
  return zones
    .map((zone, place) => ({ zone, place }))
    .sort((a, b) => (at(a.zone) === at(b.zone) ? a.place - b.place : at(a.zone) - at(b.zone)))
    .map(({ zone }) => zone)
}

/** The first ones stay: each signal brings at most five, each of another alarm. */
function keepSamples(kept: readonly Alert[], more: readonly Alert[]): { samples: Alert[]; left: number } {
  const known = new Set(kept.map(({ id }) => id))
  const fresh = more.filter(({ id }) => !known.has(id))
  const samples = [...kept]
  let chars = fresh.length === 0 ? 0 : JSON.stringify(kept).length
  let left = 0
  for (const alert of fresh) {
    chars += JSON.stringify(alert).length
    if (samples.length < INCIDENT_SAMPLES_MAX && chars <= SAMPLES_CHARS_MAX) samples.push(alert)
    else left++
  }
  return { samples, left }
}

const union = (kept: readonly string[], more: readonly string[], max: number): string[] =>
  [...new Set([...kept, ...more])].slice(0, max)
