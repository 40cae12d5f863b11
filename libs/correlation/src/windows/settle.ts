import { SIGNAL_SAMPLES_MAX, type Alert } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import { fulfils } from '../rules/read-condition.js'
import type { AlarmWords } from '../zones/alarm-words.js'
import { tracksOf } from '../zones/state.js'
import { startGauge } from './gauge.js'
import { firstHolding, isLedByFull } from './holds.js'
import { firstFrom, placeOf, wholeOf, type Member } from './member.js'
import { fire, joinMember, startTrack, WINDOW_MEMBERS_MAX, type Scene, type Track } from './fire.js'
import { addSample } from './signal-state.js'

/** Four times what a signal shows: what waits belongs to several windows. */
const SAMPLES_MAX = 4 * SIGNAL_SAMPLES_MAX

/** Keeps a matching alert until its windows are final. */
export function hold(scene: Scene, track: Track, member: Member, alert: Alert): void {
  insert(scene, track, member)
  keep(scene, track, member.alarm, alert)
}

/**
 * Judges the windows that nothing can change any more: those that end before the zone's time less the lateness. In time order, so that
 * what fires and what belongs to it is the same in whatever order the alerts came. `tidyAt` says up to when windows were judged.
 */
export function settle(scene: Scene, track: Track, now = scene.zone.clockAt): void {
  const { state, rule } = scene
  const { pending } = track
  const horizon = now - state.settings.latenessMs
  const judge = rule.limits ? startJudge(rule, pending) : startChain(rule, pending)
  let next = firstFrom(pending, track.tidyAt)
  while (next < pending.length && (pending[next] as Member).at < horizon) {
    const { at } = pending[next] as Member
    const end = placeOf(pending, at)
    const last = track.signals[track.signals.length - 1]
    if (last && at <= last.lastAt + rule.timespanMs) {
      for (const member of pending.splice(next, end - next)) joinMember(state, last, member)
      for (const { alarm, alert } of track.samples)
        if (alert.at >= last.cutoffAt && alert.at <= last.lastAt) addSample(last, alarm, alert)
      continue
    }
    if (!judge(end)) {
      next = end
      continue
    }
    const ready = pending.splice(0, end)
    const window = ready.slice(firstFrom(ready, at - rule.timespanMs))
    fire(scene, track, track.signals.length, ready, at).before = []
    tellOuter(scene, track, window, at)
    next = 0
  }
  if (horizon > track.tidyAt) track.tidyAt = horizon
  pending.splice(0, firstFrom(pending, track.tidyAt - rule.timespanMs))
}

/** Slides over `members` and says whether the window that ends with the alert before `end` fulfils the limits. */
function startJudge(rule: CorrelationRule, members: readonly Member[]): (end: number) => boolean {
  let gauge = startGauge(rule)
  let held: Member[] = []
  return (end) => {
    const { at } = members[end - 1] as Member
    const start = firstFrom(members, at - rule.timespanMs)
    const window = members.slice(start, end)
    const known = held.indexOf(window[0] as Member)
    if (known < 0) {
      gauge = startGauge(rule)
      for (const member of window) gauge.add(member)
    } else {
      for (const member of held.slice(0, known)) gauge.drop(member)
      for (const member of window.slice(held.length - known)) gauge.add(member)
    }
    held = window
    return fulfils(rule.limits ?? [], gauge.read()) && isLedByFull(members, end - 1, at - rule.timespanMs)
  }
}

const startChain =
  (rule: CorrelationRule, members: readonly Member[]) =>
  (end: number): boolean => {
    const window = members.slice(firstFrom(members, (members[end - 1] as Member).at - rule.timespanMs), end)
    return firstHolding(rule, window, window.length - 1) >= 0
  }

/** The firing goes on as an event of the rules that build on this one, at the time at which it fired. Those are judged after it. */
function tellOuter({ state, zone, rule }: Scene, track: Track, window: readonly Member[], at: number): void {
  for (const { rule: index, step, group, value: place } of rule.feeds) {
    const outer = state.pack.rules[index] as CorrelationRule
    const values = group.map((place) => track.group[place] as string)
    const key = values.length === 1 ? (values[0] as string) : values.map((value) => `${value.length}:${value}`).join('')
    const tracks = tracksOf(zone, index)
    const fed = tracks.get(key) ?? startTrack(values)
    tracks.set(key, fed)
    const scene = { state, zone, rule: outer }
    const counted = place === undefined ? undefined : (track.group[place] as string)
    const value = counted ?? (outer.kind === 'event_count' ? firingOf(rule, track, at) : step)
    state.firings?.push({
      ...{ zone: zone.zone, rule, own: track.group, at, alerts: window.reduce((sum, { n }) => sum + n, 0) },
      ...{ into: index, step, group: values, value, isFull: window.some(({ isFull }) => isFull) },
    })
    for (const member of window) insert(scene, fed, { ...member, at, value })
    for (const { alarm, alert } of track.samples) if (alert.at <= at) keep(scene, fed, alarm, alert)
  }
}

/** What a count of firings tells them apart by: of one time there may be one for each group. */
const firingOf = (rule: CorrelationRule, { group }: Track, at: number): string =>
  JSON.stringify([rule.id, at, ...group])

/** A window that has lost alerts to the bound is not judged: what it lacks could make it fire or keep it from firing. */
function insert(scene: Scene, track: Track, member: Member): void {
  const { state, rule } = scene
  const { pending } = track
  pending.splice(placeOf(pending, member.at), 0, member)
  if (pending.length < WINDOW_MEMBERS_MAX) return
  if (!rule.isChained) settle(scene, track)
  if (pending.length < WINDOW_MEMBERS_MAX) return
  const gone = pending.splice(0, WINDOW_MEMBERS_MAX / 2)
  for (const { n } of gone) state.counts.evicted.members += n
  track.tidyAt = Math.max(track.tidyAt, (gone[gone.length - 1] as Member).at + rule.timespanMs + 1)
}

/** An alert of each alarm for each window that is still open, as far as there is room. */
function keep({ state, zone, rule }: Scene, { samples }: Track, alarm: AlarmWords, alert: Alert): void {
  for (const sample of samples)
    if (sample.alarm === alarm && Math.abs(sample.alert.at - alert.at) <= rule.timespanMs) return
  const openAt = zone.clockAt - state.settings.latenessMs - rule.timespanMs
  const gone = samples.findIndex((sample) => sample.alert.at < openAt)
  if (gone >= 0) samples[gone] = { alarm, alert: wholeOf(alert) }
  else if (samples.length < SAMPLES_MAX) samples.push({ alarm, alert: wholeOf(alert) })
}
