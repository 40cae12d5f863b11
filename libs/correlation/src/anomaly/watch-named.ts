import { planOf, seriesKey, type AnomalySettings, type Named } from './anomaly-settings.js'
import { SERIES_MAX, type AnomalyState, type Series } from './anomaly-state.js'
import { arm } from './arm.js'
import { judge } from './look.js'
import type { Watch } from './watch.js'

/** Whose word a sensor is that was never heard. */
const NOBODY = 'genba'

/**
 * Begins to watch the sensors that a silent detector names and that nobody has heard yet, at a tick: from then on their silence is counted. While nothing of the
 * zone was ever heard its time is that of the receivers.
 */
export function watchNamed(state: AnomalyState, settings: AnomalySettings, writtenAt: number): void {
  const named = state.drill === undefined ? settings.named.get(state.zone) : undefined
  if (named === undefined) return
  if (state.told === undefined && state.newest === 0) {
    state.told = { at: writtenAt, receivedAt: writtenAt }
    state.isTicked = true
  }
  const told = state.told ?? { at: state.newest, receivedAt: writtenAt }
  const at = told.at + Math.max(0, writtenAt - told.receivedAt)
  for (const each of named)
    if (state.series[seriesKey(each.kind, each.tag)] === undefined) open(state, settings, each, at)
}

/** The first that is heard of a zone says what its time is; what was not told yet is counted from there, and nothing is late by the receivers' clock. */
export function beginTime(state: AnomalyState, at: number): void {
  delete state.isTicked
  delete state.told
  state.newest = 0
  state.timers = []
  for (const [key, series] of Object.entries(state.series)) {
    delete series.dueAt
    for (const [name, { alarm }] of Object.entries(series.memories))
      if (alarm.is === 'normal') delete series.memories[name]
    arm(state, key, series, at)
  }
}

/** Of a series that was never heard only its silence can be judged, by who names it. */
export const watchesFor = ({ isUnheard, tag }: Series, watches: readonly Watch[]): readonly Watch[] =>
  isUnheard === true ? watches.filter((watch) => watch.detect === 'silent' && watch.named.has(tag)) : watches

function open(state: AnomalyState, settings: AnomalySettings, { kind, tag }: Named, at: number): void {
  const key = seriesKey(kind, tag)
  const plan = planOf(settings, state.zone, kind, tag)
  if (plan === undefined || state.seriesCount >= SERIES_MAX) {
    state.counts.unwatched++
    return
  }
  const times = { at, changedAt: at, receivedAt: at }
  const series: Series = { tag, kind, source: NOBODY, value: 0, ...times, isUnheard: true, memories: {} }
  state.series[key] = series
  state.seriesCount++
  state.unheardCount = (state.unheardCount ?? 0) + 1
  const look = { state, key, series, windows: plan.windows, at, value: 0, isGood: true, isSample: false }
  // Opens what its silence is counted from; nothing can be told at this moment.
  arm(state, key, series, judge(watchesFor(series, plan.watches), look, []))
}
