import {
  INCIDENT_GROUPS_MAX,
  type Incident,
  type IncidentGroup,
  type Signal,
  type SignalSummary,
} from '@genba/contracts'

/**
 * Counts alerts by sensor rule, asset and zone over all signals of an incident. Two signals of one correlation rule hold different alerts
 * (another group, or another time), so theirs add up; signals of different rules may hold the same ones, so of these the largest counts.
 * An alert in two signals therefore counts once; where two rules share only some of a group's alerts, the sum is a lower bound.
 * `ungrouped` are alerts that signals counted but had no room to name.
 */
export function countGroups(
  incident: Incident,
  signal: Signal,
  signals: readonly SignalSummary[],
): { groups: IncidentGroup[]; ungrouped: number; evictedGroups: number } {
  const byKey = new Map(incident.groups.map((group) => [keyOf(group), group]))
  let evictedGroups = 0
  for (const told of signal.groups) {
    const key = keyOf(told)
    const known = byKey.get(key)
    if (!known && byKey.size >= INCIDENT_GROUPS_MAX) {
      if (!incident.signals.some(({ id }) => id === signal.id)) evictedGroups++
      continue
    }
    const by = { ...known?.by, [signal.id]: told.count }
    byKey.set(key, {
      ...told,
      severity: Math.max(told.severity, known?.severity ?? 0),
      firstAt: Math.min(told.firstAt, known?.firstAt ?? Infinity),
      lastAt: Math.max(told.lastAt, known?.lastAt ?? 0),
      count: Math.max(total(by), known?.count ?? 0),
      by,
    })
  }
  return { groups: [...byKey.values()], ungrouped: countUngrouped(signals, byKey), evictedGroups }
}

const keyOf = ({ zone, asset, rule }: { zone: string; asset?: string | undefined; rule: string }): string =>
  JSON.stringify([zone, asset ?? null, rule])

/** A signal's id is `plant/zone/rule/…`. */
const ruleOf = (signal: string): string => signal.split('/', 3).join('/')

function total(by: Record<string, number>): number {
  const perRule = new Map<string, number>()
  for (const [signal, count] of Object.entries(by))
    perRule.set(ruleOf(signal), (perRule.get(ruleOf(signal)) ?? 0) + count)
  return Math.max(0, ...perRule.values())
}

/** What the largest correlation rule of each zone counted beyond the groups that are kept. */
function countUngrouped(signals: readonly SignalSummary[], groups: ReadonlyMap<string, IncidentGroup>): number {
  const named = new Map<string, number>()
  for (const { by = {} } of groups.values())
    for (const [signal, count] of Object.entries(by)) named.set(signal, (named.get(signal) ?? 0) + count)
  const perRule = new Map<string, number>()
  for (const { id, count } of signals)
    perRule.set(ruleOf(id), (perRule.get(ruleOf(id)) ?? 0) + Math.max(0, count - (named.get(id) ?? 0)))
  const perZone = new Map<string, number>()
  for (const [rule, count] of perRule) {
    const zone = rule.slice(0, rule.lastIndexOf('/'))
    perZone.set(zone, Math.max(count, perZone.get(zone) ?? 0))
  }
  return [...perZone.values()].reduce((sum, count) => sum + count, 0)
}
