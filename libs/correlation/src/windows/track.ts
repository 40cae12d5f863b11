import type { Alert } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { AlarmWords } from '../zones/alarm-words.js'
import type { PartitionState, ZoneState } from '../zones/state.js'
import { fire, joinMember, keepSample, restart, WINDOW_MEMBERS_MAX, type Scene, type Track } from './fire.js'
import { foldRepeats } from './fold.js'
import { firstHolding } from './holds.js'
import { firstFrom, placeOf, type Member } from './member.js'
import { hold, settle } from './settle.js'
import { addSample, change, join, unite, type SignalState } from './signal-state.js'

export { startTrack, WINDOW_MEMBERS_MAX, type Track } from './fire.js'

/** Takes a matching alert: into the signal it belongs to, or into the window, which may fire by it. */
export function takeMatch(
  state: PartitionState,
  zone: ZoneState,
  rule: CorrelationRule,
  track: Track,
  alert: Alert,
  alarm: AlarmWords,
  value: string | number,
  n: number,
  isFull: boolean,
): void {
  const { at } = alert
  if (rule.isFinal) {
    const member: Member = { at, n, value, severity: alert.severity, isFull, alarm, from: alert.src, to: alert.dst }
    hold({ state, zone, rule }, track, member, alert)
    return
  }
  const last = track.signals.length === 0 ? undefined : track.signals[track.signals.length - 1]
  if (last && at >= last.firedAt && at <= last.lastAt + rule.timespanMs) {
    const isLonger = at > last.lastAt
    join(state, last, at, n, alert.severity, alarm, alert.src, alert.dst)
    addSample(last, alarm, alert)
    if (isLonger && track.pending.length > 0) pull({ state, zone, rule }, track, track.signals.length - 1)
    return
  }
  const member: Member = { at, n, value, severity: alert.severity, isFull, alarm, from: alert.src, to: alert.dst }
  if (last && at <= last.lastAt + rule.timespanMs) takeEarlier({ state, zone, rule }, track, member, alert)
  else takePending({ state, zone, rule }, track, member, alert)
}

function takePending(scene: Scene, track: Track, member: Member, alert: Alert): void {
  const { rule, zone } = scene
  const { pending } = track
  const isNewest = pending.length === 0 || member.at >= (pending[pending.length - 1] as Member).at
  const index = isNewest ? pending.length : placeOf(pending, member.at)
  if (isNewest) pending.push(member)
  else pending.splice(index, 0, member)
  keepSample(scene.state, track, member.alarm, alert, zone.clockAt - rule.timespanMs - scene.state.settings.latenessMs)
  if (!member.isFull) track.supports++
  const mayHold = isNewest && track.supports === 0 ? canHold(rule, track, member) : true
  track.latest.set(member.value, Math.max(member.at, track.latest.get(member.value) ?? 0))
  const firedAt = mayHold ? firstHolding(rule, pending, index) : -1
  if (firedAt >= 0) fire(scene, track, track.signals.length, pending, firedAt)
  else if (pending.length >= track.tidyAt) tidy(scene, track)
}

/** For the newest member only: without a value that is new to the window, the window can hold no more than the one before it. */
function canHold(rule: CorrelationRule, track: Track, { at, value }: Member): boolean {
  if (rule.kind === 'event_count') return track.pending.length >= rule.threshold
  const start = at - rule.timespanMs
  if (rule.kind === 'temporal_ordered') {
    if (value !== rule.threshold - 1) return false
    for (let step = 0; step < rule.threshold - 1; step++) if ((track.latest.get(step) ?? -1) < start) return false
    return true
  }
  const isKnown = (track.latest.get(value) ?? -1) >= start
  return !isKnown && track.latest.size + 1 >= rule.threshold
}

/** An alert that came out of order, before the end of an open signal: what it changes is as if it had come in order. */
function takeEarlier(scene: Scene, track: Track, member: Member, alert: Alert): void {
  const { state, rule } = scene
  for (let at = track.signals.length - 1; at >= 0; at--) {
    const signal = track.signals[at] as SignalState
    const former = track.signals[at - 1]
    if (former && member.at <= former.lastAt + rule.timespanMs) continue
    const isMember = member.at >= signal.cutoffAt
    const lastAt = signal.lastAt
    if (isMember) {
      joinMember(state, signal, member)
      addSample(signal, member.alarm, alert)
    }
    if (member.at <= signal.firedAt) fireEarlier(scene, track, at, member, alert)
    else if (signal.lastAt > lastAt) pull(scene, track, at)
    return
  }
}

/** The signal may have fired earlier than was known, or something before it may fire now. */
function fireEarlier(scene: Scene, track: Track, at: number, member: Member, alert: Alert): void {
  const { state, rule } = scene
  const signal = track.signals[at] as SignalState
  const { before } = signal
  const index = placeOf(before, member.at)
  before.splice(index, 0, member)
  const firedAt = firstHolding(rule, before, index)
  if (firedAt < 0 || firedAt >= signal.firedAt) return
  if (firedAt < signal.cutoffAt) {
    const apart = before.splice(0, firstFrom(before, signal.cutoffAt))
    const fired = fire(scene, track, at, apart, firedAt)
    addSample(fired, member.alarm, alert)
    before.unshift(...apart)
    pull(scene, track, at)
    return
  }
  for (const each of before)
    if (each.at >= firedAt - rule.timespanMs && each.at < signal.cutoffAt) joinMember(state, signal, each)
  signal.firedAt = firedAt
  signal.cutoffAt = firedAt - rule.timespanMs
  addSample(signal, member.alarm, alert)
  // The alerts after `firedAt` stay members: they are within a timespan of it.
  change(state, signal)
}

/** Takes over what the signal now reaches: alerts that waited after it, then the signal after it. */
function pull(scene: Scene, track: Track, at: number): void {
  const { state, rule } = scene
  const signal = track.signals[at] as SignalState
  for (;;) {
    const next = track.signals[at + 1]
    const queue = next ? next.before : track.pending
    const end = next ? next.cutoffAt : Infinity
    let moved = 0
    for (
      ;
      moved < queue.length &&
      (queue[moved] as Member).at < end &&
      (queue[moved] as Member).at <= signal.lastAt + rule.timespanMs;
      moved++
    )
      joinMember(state, signal, queue[moved] as Member)
    if (moved > 0) queue.splice(0, moved)
    if (!next) {
      if (moved > 0) restart(track)
      return
    }
    if (next.firstAt > signal.lastAt + rule.timespanMs) return
    unite(state, signal, next)
    track.signals.splice(at + 1, 1)
  }
}

/** Lets go of what no window can reach any more; the next time when there are twice as many. */
function tidy({ state, zone, rule }: Scene, track: Track): void {
  const { pending } = track
  pending.splice(0, firstFrom(pending, zone.clockAt - state.settings.latenessMs - rule.timespanMs))
  foldRepeats(rule, pending)
  const surplus = pending.length - WINDOW_MEMBERS_MAX / 2
  if (surplus > 0) state.counts.evicted.members += pending.splice(0, surplus).reduce((sum, { n }) => sum + n, 0)
  restart(track)
}

/** Judges what has become final by `now`. True when nothing of the track can matter any more and it can be let go. */
export function expire({ state, zone, rule }: Scene, track: Track, now = zone.clockAt): boolean {
  const openAt = now - state.settings.latenessMs
  if (rule.isFinal) {
    settle({ state, zone, rule }, track, now)
    track.signals = track.signals.filter((signal) => signal.lastAt + rule.timespanMs >= openAt || signal.isChanged)
    return track.signals.length === 0 && track.pending.length === 0
  }
  for (const signal of track.signals) if (signal.before.length > 0 && signal.firedAt < openAt) signal.before = []
  track.signals = track.signals.filter((signal) => signal.lastAt + rule.timespanMs >= openAt || signal.isChanged)
  const newest = track.pending[track.pending.length - 1]
  if (newest && newest.at < openAt - rule.timespanMs) {
    track.pending = []
    restart(track)
  }
  return track.signals.length === 0 && track.pending.length === 0
}
