import type { Outcome } from './outcomes.js'

export type Pair = { before?: Outcome; after?: Outcome }

/**
 * Which incident of one run is which of the other: first those with the same id, then those that share most alerts. Of two that became one, the
 * one that shares less is gone; of one that became two, the other is new.
 */
export function matchOutcomes(before: readonly Outcome[], after: readonly Outcome[]): Pair[] {
  const byId = new Map(after.map((each) => [each.incident.id, each]))
  const pairs: Pair[] = []
  const lonely: Outcome[] = []
  for (const each of before) {
    const same = byId.get(each.incident.id)
    if (same) {
      pairs.push({ before: each, after: same })
      byId.delete(each.incident.id)
    } else lonely.push(each)
  }
  const candidates = [...byId.values()]
  const scored = lonely.flatMap((one) =>
    candidates.flatMap((other) => {
      const shared = sharedAlerts(one, other)
      return shared > 0 ? [{ one, other, shared }] : []
    }),
  )
  scored.sort((a, b) => b.shared - a.shared || (a.one.incident.id < b.one.incident.id ? -1 : 1))
  const taken = new Set<Outcome>()
  for (const { one, other } of scored) {
    if (taken.has(one) || taken.has(other)) continue
    taken.add(one).add(other)
    pairs.push({ before: one, after: other })
  }
  for (const each of lonely) if (!taken.has(each)) pairs.push({ before: each })
  for (const each of candidates) if (!taken.has(each)) pairs.push({ after: each })
  return pairs
}

/** Alerts of the same kind on both sides, when the two overlap in time. */
function sharedAlerts({ incident: a, groups }: Outcome, { incident: b, groups: others }: Outcome): number {
  if (a.plant !== b.plant || a.drill !== b.drill || a.openedAt > b.lastAt || b.openedAt > a.lastAt) return 0
  let shared = 0
  for (const [key, { count }] of groups) shared += Math.min(count, others.get(key)?.count ?? 0)
  return shared
}
