import type { AnomalyState, Series } from './anomaly-state.js'
import { pushTimer, type Timer } from './timers.js'

/** Stale timers that a small zone may hold before they are swept out. */
const TIMERS_SLACK = 64

/** One timer per series: an earlier one takes the place of a later one, which then lies in the heap until it is swept out. */
export function arm(state: AnomalyState, key: string, series: Series, dueAt: number): void {
  if (dueAt === Infinity || (series.dueAt !== undefined && series.dueAt <= dueAt)) return
  series.dueAt = dueAt
  pushTimer(state.timers, [dueAt, key])
  if (state.timers.length <= 2 * state.seriesCount + TIMERS_SLACK) return
  const armed = Object.entries(state.series).flatMap(([name, { dueAt }]): Timer[] =>
    dueAt === undefined ? [] : [[dueAt, name]],
  )
  state.timers = []
  for (const timer of armed) pushTimer(state.timers, timer)
}
