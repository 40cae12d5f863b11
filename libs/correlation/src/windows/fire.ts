import { SIGNAL_SAMPLES_MAX, signalId, zoneId, type Alert } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { AlarmWords } from '../zones/alarm-words.js'
import type { PartitionState, ZoneState } from '../zones/state.js'
import { firstFrom, lend, placeOf, wholeOf, type Member, type Sample } from './member.js'
import { addSample, join, type SignalState } from './signal-state.js'

/**
 * One rule for one group of one zone: its open signals in time order, and the matching alerts after them that have not fired.
 * `latest` says when each value came last, so that an alert that brings nothing new is not looked at further.
 */
export type Track = {
  group: string[]
  signals: SignalState[]
  pending: Member[]
  latest: Map<string | number, number>
  samples: Sample[]
  /** Number of pending members at which it is looked through again; of a rule judged when final, up to when its windows were judged. */
  tidyAt: number
  /** Pending members that do not count in full. */
  supports: number
  /** The alert that came last, to tell when several base rules mean the same one. */
  lastId: string
}

/** Per track; when it is reached the older half is let go, counted as `evicted.members`. Twice THRESHOLD_MAX always stay. */
export const WINDOW_MEMBERS_MAX = 4_096
/** Members at which a window is first looked through for what has expired. */
export const TIDY_FROM = 32

export type Scene = { state: PartitionState; zone: ZoneState; rule: CorrelationRule }

export const startTrack = (group: string[]): Track => ({
  group,
  signals: [],
  pending: [],
  latest: new Map(),
  samples: [],
  tidyAt: TIDY_FROM,
  supports: 0,
  lastId: '',
})

/** Opens the signal at its place in the track with the members of its window and what follows without a gap; takes these out of `members`. */
export function fire(scene: Scene, track: Track, place: number, members: Member[], firedAt: number): SignalState {
  const { state, zone, rule } = scene
  const cutoffAt = firedAt - rule.timespanMs
  const from = firstFrom(members, cutoffAt)
  const { at: firstAt } = members[from] as Member
  const signal: SignalState = {
    id: signalId(
      zoneId(zone.plant, zone.zone),
      rule.id,
      [...track.group.map(encodeURIComponent), ...(zone.drill === undefined ? [] : [`drill:${zone.drill}`])].join(','),
      firstAt,
    ),
    zone,
    rule,
    group: track.group,
    revision: 0,
    firstAt,
    lastAt: firstAt,
    firedAt,
    cutoffAt,
    count: 0,
    severity: rule.severity,
    groups: new Map(),
    samples: [],
    actors: new Set(),
    targets: new Set(),
    isChanged: false,
    isTold: false,
    isGone: false,
    before: [],
  }
  let end = from
  for (
    ;
    end < members.length && (members[end] as Member).at <= Math.max(firedAt, signal.lastAt + rule.timespanMs);
    end++
  )
    joinMember(state, signal, members[end] as Member)
  signal.before = members.slice(0, placeOf(members, firedAt))
  members.splice(0, end)
  for (const { alarm, alert } of track.samples)
    if (alert.at >= cutoffAt && alert.at <= signal.lastAt) addSample(signal, alarm, alert)
  track.signals.splice(place, 0, signal)
  if (members === track.pending) restart(track)
  if (!rule.isHidden) state.counts.fired++
  return signal
}

export const joinMember = (
  state: PartitionState,
  signal: SignalState,
  { at, n, severity, alarm, from, to }: Member,
): void => join(state, signal, at, n, severity, alarm, from, to)

/** After members left: what `latest` says must be true of those that remain. */
export function restart(track: Track): void {
  track.latest.clear()
  track.supports = 0
  for (const { at, value, isFull } of track.pending) {
    track.latest.set(value, Math.max(at, track.latest.get(value) ?? 0))
    if (!isFull) track.supports++
  }
  track.samples = track.samples.filter(
    ({ alert }) => track.pending.length > 0 && alert.at >= (track.pending[0] as Member).at,
  )
  track.tidyAt = Math.max(TIDY_FROM, track.pending.length * 2)
}

/** The newest alert of each alarm, at most five alarms; one that has left the window makes room. */
export function keepSample(
  state: PartitionState,
  track: Track,
  alarm: AlarmWords,
  alert: Alert,
  horizonAt: number,
): void {
  const { samples } = track
  for (const sample of samples)
    if (sample.alarm === alarm) {
      lend(state, sample, alert)
      return
    }
  if (samples.length < SIGNAL_SAMPLES_MAX) samples.push({ alarm, alert: wholeOf(alert) })
  else {
    const gone = samples.findIndex((sample) => sample.alert.at < horizonAt)
    if (gone >= 0) samples[gone] = { alarm, alert: wholeOf(alert) }
  }
}
