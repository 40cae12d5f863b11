import { INCIDENT_GROUPS_MAX, type IncidentGroup, type Signal } from '@genba/contracts'

type Counted = Pick<Signal, 'id' | 'count' | 'groups'>
type Sum = { group: IncidentGroup; byRule: Map<string, number>; by: Record<string, number> }

/** Counts of groups by signal in one incident, some 100 bytes each: beyond it a message of Kafka would grow too large. */
const BY_MAX = 2_000

/**
 * Counts alerts by sensor rule, asset and zone over all signals of an incident. Two signals of one correlation rule hold different alerts
 * (another group, or another time), so theirs add up; signals of different rules may hold the same ones, so of these the largest counts.
 * An alert in two signals therefore counts once; where two rules share only some of a group's alerts, the sum is a lower bound.
 * `named` are signals whose part is told. `ungrouped` are alerts that signals counted but had no room to name.
 */
export function countGroups(
  signals: readonly Counted[],
  named: ReadonlySet<string>,
): {
  groups: IncidentGroup[]
  ungrouped: number
  evictedGroups: number
} {
  const sums = new Map<string, Sum>()
  const left = new Set<string>()
  const unnamed = new Map<string, number>()
  let split = 0
  for (const { id, count, groups } of signals) {
    const rule = ruleOf(id)
    let grouped = 0
    for (const told of groups) {
      const key = keyOf(told)
      const known = sums.get(key)
      if (!known && sums.size >= INCIDENT_GROUPS_MAX) {
        left.add(key)
        continue
      }
      grouped += told.count
      const byRule = known?.byRule ?? new Map<string, number>()
      byRule.set(rule, (byRule.get(rule) ?? 0) + told.count)
      const by = known?.by ?? {}
      if (named.has(id) && split++ < BY_MAX) by[id] = told.count
      sums.set(key, { group: known ? widen(known.group, told) : { ...told }, byRule, by })
    }
    unnamed.set(rule, (unnamed.get(rule) ?? 0) + Math.max(0, count - grouped))
  }
  const groups = [...sums.values()].map(({ group, byRule, by }) => ({
    ...group,
    count: Math.max(...byRule.values()),
    by,
  }))
  return { groups, ungrouped: largestOfZones(unnamed), evictedGroups: left.size }
}

const keyOf = ({ zone, asset, rule }: { zone: string; asset?: string | undefined; rule: string }): string =>
  JSON.stringify([zone, asset ?? null, rule])

/** A signal's id is `plant/zone/rule/…`. */
const ruleOf = (signal: string): string => signal.split('/', 3).join('/')

const widen = (known: IncidentGroup, told: IncidentGroup): IncidentGroup => ({
  ...known,
  severity: Math.max(told.severity, known.severity),
  firstAt: Math.min(told.firstAt, known.firstAt),
  lastAt: Math.max(told.lastAt, known.lastAt),
})

/** What the largest correlation rule of each zone counted beyond the groups that are kept. */
function largestOfZones(perRule: ReadonlyMap<string, number>): number {
  const perZone = new Map<string, number>()
  for (const [rule, count] of perRule) {
    const zone = rule.slice(0, rule.lastIndexOf('/'))
    perZone.set(zone, Math.max(count, perZone.get(zone) ?? 0))
  }
  return [...perZone.values()].reduce((sum, count) => sum + count, 0)
}
