import type { Alert, Measurement } from '@genba/contracts'
import { planOf, type AnomalySettings, type Plan } from './anomaly-settings.js'
import { PENDING_MAX, SERIES_MAX, type AnomalyState, type Series } from './anomaly-state.js'
import { arm } from './arm.js'
import { follow } from './follow.js'
import { hold } from './hold.js'
import { judge } from './look.js'
import { popTimer } from './timers.js'
import { beginTime, watchesFor } from './watch-named.js'

export type Judged = { state: AnomalyState; alerts: Alert[] }

/** Larger values overflow when squared, and no plant has them: they are unusable, as NaN and infinities are. */
export const VALUE_MAX = 1e100

/**
 * Takes one sample of the state's zone (and drill) and tells what it makes certain. A sample is judged when the zone's event time is past it
 * by more than the lateness, together with all others in time order: any order of arrival within the lateness, any repeat and any restart
 * in between give the same alerts. Older ones are late: counted, not judged. Bad quality and non-numbers only move time on.
 * The state is changed in place and handed back: a copy per sample would cost more than the judgement.
 */
export function measure(state: AnomalyState, settings: AnomalySettings, sample: Measurement): Judged {
  const { at, value, quality } = sample
  state.counts.samples++
  if (!Number.isFinite(at)) {
    state.counts.unusable++
    return { state, alerts: [] }
  }
  if (state.isTicked === true) beginTime(state, at)
  if (at < state.newest - settings.latenessMs) {
    state.counts.late++
    return { state, alerts: [] }
  }
  if (quality === 'bad' || !(Math.abs(value) <= VALUE_MAX)) state.counts.unusable++
  else if (planOf(settings, state.zone, sample.kind, sample.tag) !== undefined && !hold(state.pending, sample))
    state.counts.repeated++
  hear(state, sample)
  return tick(state, settings, at)
}

/** What a source dates ahead of its receipt has its time when the receiver's clock has come there. */
function hear(state: AnomalyState, { at, receivedAt }: Measurement): void {
  if (state.told && at <= state.told.at) return
  state.told = { at, receivedAt: Math.max(state.told?.receivedAt ?? 0, receivedAt, at) }
}

/** Moves the zone's event time on to `now`, the newest time that anything of the zone has told, and judges what waited for it. */
export function tick(state: AnomalyState, settings: AnomalySettings, now: number): Judged {
  const alerts: Alert[] = []
  if (now > state.newest && now < Infinity) state.newest = now
  if (state.pending.length > PENDING_MAX) {
    // Full: time moves on past the oldest, all of its moment, and what comes behind it is late.
    state.counts.forced++
    state.newest = Math.max(state.newest, state.pending[0]!.at + 1 + settings.latenessMs)
  }
  const closed = state.newest - settings.latenessMs
  let n = 0
  for (; n < state.pending.length && state.pending[n]!.at < closed; n++) {
    const sample = state.pending[n]!
    if (isSameMoment(sample, state.pending[n + 1])) {
      state.counts.repeated++
      continue
    }
    runTimers(state, settings, sample.at, alerts)
    takeSample(state, settings, sample, alerts)
  }
  if (n > 0) state.pending.splice(0, n)
  runTimers(state, settings, closed, alerts)
  return { state, alerts }
}

/** A series has one value at a time: of two sent for one moment the last by id counts, as a correction would. */
const isSameMoment = (a: Measurement, b: Measurement | undefined): boolean =>
  b !== undefined && a.at === b.at && a.tag === b.tag && a.kind === b.kind

function takeSample(state: AnomalyState, settings: AnomalySettings, sample: Measurement, alerts: Alert[]): void {
  const plan = planOf(settings, state.zone, sample.kind, sample.tag)
  if (plan === undefined) return
  const known = state.series[plan.key]
  if (known?.isUnheard === true) nameSeries(state, plan, known, sample)
  const series = known ?? openSeries(state, plan, sample)
  if (series === undefined) return
  const { at, kind } = sample
  // JSON knows no -0: a state that went through it must not differ from one that did not.
  const value = sample.value + 0
  if (value !== series.value) series.changedAt = at
  series.value = value
  series.at = at
  series.receivedAt = Math.max(series.receivedAt, sample.receivedAt)
  state.heardAt = at
  if (state.isUnheard === true) lookAtAll(state, at)
  const dueAt = judge(
    plan.watches,
    {
      state,
      key: plan.key,
      series,
      windows: plan.windows,
      at,
      value,
      isGood: sample.quality === 'good',
      isSample: true,
    },
    alerts,
  )
  arm(state, plan.key, series, dueAt)
  if (plan.isPartner && series.changedAt === at && kind !== 'measured')
    for (const follower of state.followers[plan.key] ?? []) arm(state, follower, state.series[follower]!, at)
}

function openSeries(state: AnomalyState, plan: Plan, sample: Measurement): Series | undefined {
  state.counts.unwatched += plan.leftOut
  if (state.seriesCount >= SERIES_MAX) {
    state.counts.unwatched++
    return undefined
  }
  const { tag, kind, source, asset, unit, at, receivedAt } = sample
  const series: Series = { tag, kind, source, value: sample.value + 0, at, changedAt: at, receivedAt, memories: {} }
  if (asset !== undefined) series.asset = asset
  if (unit !== undefined) series.unit = unit
  state.series[plan.key] = series
  state.seriesCount++
  follow(state, plan)
  return series
}

/** A sensor that was named is heard for the first time: it is like any other from now on, and its silence returns with this sample. */
function nameSeries(state: AnomalyState, plan: Plan, series: Series, { source, asset, unit, at }: Measurement): void {
  delete series.isUnheard
  state.unheardCount = (state.unheardCount ?? 1) - 1
  state.counts.unwatched += plan.leftOut
  Object.assign(
    series,
    { source, changedAt: at },
    asset === undefined ? {} : { asset },
    unit === undefined ? {} : { unit },
  )
  follow(state, plan)
}

/** Timers due before `until`, in time order: a sample at the very moment comes first, so that what is just in time is in time. */
function runTimers(state: AnomalyState, settings: AnomalySettings, until: number, alerts: Alert[]): void {
  while (state.timers.length > 0 && state.timers[0]![0] < until) {
    const [at, key] = popTimer(state.timers)!
    const series = state.series[key]
    if (series?.dueAt !== at) continue
    delete series.dueAt
    const plan = planOf(settings, state.zone, series.kind, series.tag)
    if (plan === undefined) continue
    const dueAt = judge(
      watchesFor(series, plan.watches),
      { state, key, series, windows: plan.windows, at, value: series.value, isGood: true, isSample: false },
      alerts,
    )
    arm(state, key, series, dueAt)
  }
}

function lookAtAll(state: AnomalyState, at: number): void {
  delete state.isUnheard
  for (const [key, series] of Object.entries(state.series)) arm(state, key, series, at)
}
