import { SIGNAL_ACTORS_MAX, SIGNAL_GROUPS_MAX, SIGNAL_SAMPLES_MAX, type Alert, type Endpoint } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { AlarmWords } from '../zones/alarm-words.js'
import type { PartitionState, ZoneState } from '../zones/state.js'
import { wholeOf, type Member, type Sample } from './member.js'

export type SignalGroup = {
  rule: string
  asset: string | undefined
  name: string
  count: number
  severity: number
  firstAt: number
  lastAt: number
}

/** A rule that fired for one group: the alerts that belong to it so far, counted. */
export type SignalState = {
  id: string
  zone: ZoneState
  rule: CorrelationRule
  group: string[]
  /**
   * Grows by one with each change: of the same partition of alert.v1 it has the same content whenever it is told, so a revision that was
   * told before a crash and its repeat after it are the same.
   */
  revision: number
  firstAt: number
  lastAt: number
  firedAt: number
  /** `firedAt - timespan`: earlier alerts do not belong to it. */
  cutoffAt: number
  count: number
  severity: number
  groups: Map<string, SignalGroup>
  samples: Sample[]
  actors: Set<string>
  targets: Set<string>
  /** Waits in `changedSignals`. */
  isChanged: boolean
  isTold: boolean
  /** Joined into another signal; told no more. */
  isGone: boolean
  /** What was in the window before and when it fired, kept while an alert may still come that fires it earlier. */
  before: Member[]
}

/** Adds one alert (or folded repeats) to the signal. */
export function join(
  state: PartitionState,
  signal: SignalState,
  at: number,
  n: number,
  severity: number,
  alarm: AlarmWords,
  from: Endpoint | undefined,
  to: Endpoint | undefined,
): void {
  signal.count += n
  signal.revision++
  if (at > signal.lastAt) signal.lastAt = at
  if (at < signal.firstAt) signal.firstAt = at
  if (severity > signal.severity) signal.severity = severity
  countGroup(state, signal, at, n, severity, alarm)
  if (from) addEndpoint(state, signal.actors, from)
  if (to) addEndpoint(state, signal.targets, to)
  else if (alarm.asset !== undefined) addName(state, signal.targets, `asset:${alarm.asset}`)
  change(state, signal)
}

/** Keeps a sample of each alarm, the first five. */
export function addSample(signal: SignalState, alarm: AlarmWords, alert: Alert): void {
  if (signal.samples.length >= SIGNAL_SAMPLES_MAX) return
  for (const sample of signal.samples) if (sample.alarm === alarm) return
  signal.samples.push({ alarm, alert: wholeOf(alert) })
}

export function change(state: PartitionState, signal: SignalState): void {
  if (signal.isChanged || signal.rule.isHidden) return
  signal.isChanged = true
  state.changedSignals.push(signal)
}

/** Two signals that turn out to be one go on under the id that was told. */
export function unite(state: PartitionState, signal: SignalState, other: SignalState): void {
  if (!signal.isTold && other.isTold) {
    signal.id = other.id
    signal.isTold = true
  }
  other.isGone = true
  signal.count += other.count
  signal.revision += other.revision
  signal.lastAt = Math.max(signal.lastAt, other.lastAt)
  signal.severity = Math.max(signal.severity, other.severity)
  for (const [key, group] of other.groups) {
    const mine = signal.groups.get(key)
    if (!mine) {
      if (signal.groups.size < SIGNAL_GROUPS_MAX) signal.groups.set(key, group)
      else state.counts.evicted.groups += group.count
      continue
    }
    mine.count += group.count
    mine.severity = Math.max(mine.severity, group.severity)
    mine.firstAt = Math.min(mine.firstAt, group.firstAt)
    mine.lastAt = Math.max(mine.lastAt, group.lastAt)
  }
  for (const { alarm, alert } of other.samples) addSample(signal, alarm, alert)
  for (const name of other.actors) addName(state, signal.actors, name)
  for (const name of other.targets) addName(state, signal.targets, name)
  change(state, signal)
}

function countGroup(
  state: PartitionState,
  signal: SignalState,
  at: number,
  n: number,
  severity: number,
  alarm: AlarmWords,
): void {
  const key = groupKey(alarm)
  const group = signal.groups.get(key)
  if (!group) {
    if (signal.groups.size < SIGNAL_GROUPS_MAX)
      signal.groups.set(key, {
        rule: alarm.rule,
        asset: alarm.asset,
        name: alarm.name,
        count: n,
        severity,
        firstAt: at,
        lastAt: at,
      })
    else state.counts.evicted.groups += n
    return
  }
  group.count += n
  if (severity > group.severity) group.severity = severity
  if (at > group.lastAt) group.lastAt = at
  if (at < group.firstAt) group.firstAt = at
}

export const groupKey = ({ rule, asset }: { rule: string; asset: string | undefined }): string =>
  asset === undefined ? rule : `${rule} ${asset}`

function addEndpoint(state: PartitionState, names: Set<string>, { ip, mac, asset }: Endpoint): void {
  if (ip !== undefined) addName(state, names, ip)
  else if (mac !== undefined) addName(state, names, mac)
  if (asset !== undefined) addName(state, names, `asset:${asset}`)
}

function addName(state: PartitionState, names: Set<string>, name: string): void {
  if (names.size < SIGNAL_ACTORS_MAX) names.add(name)
  else if (!names.has(name)) state.counts.evicted.actors++
}
