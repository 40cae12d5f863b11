import type { Alert, Endpoint } from '@genba/contracts'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { RulePack } from '../rules/read-rules.js'
import { makeWhole, type Member, type Sample } from '../windows/member.js'
import type { SignalGroup, SignalState } from '../windows/signal-state.js'
import { startTrack, type Track } from '../windows/track.js'
import type { AlarmPolicy } from '../alarm/policy.js'
import { restore, snapshot, type AlarmSnapshot } from '../alarm/snapshot.js'
import type { AlarmWords } from './alarm-words.js'
import { putZone, zonesOf } from './correlate.js'
import { readIds, writeIds } from './ids.js'
import {
  startPartition,
  startZone,
  tracksOf,
  type PartitionState,
  type Settings,
  type World,
  type ZoneState,
} from './state.js'

/** Changes when kept state of an older build cannot be read by this one; such state is refused, and the partition is read again. */
export const FROZEN_VERSION = 3

type FrozenMember = [
  at: number,
  n: number,
  value: string | number,
  severity: number,
  isFull: 0 | 1,
  alarm: number,
  from: Endpoint | null,
  to: Endpoint | null,
]
type FrozenSample = [alarm: number, alert: Alert]
/** `isListed`: it is the one that its row has now. */
type FrozenWords = Omit<AlarmWords, 'asset'> & { asset?: string; isListed: boolean }
type FrozenSignal = Pick<
  SignalState,
  'id' | 'revision' | 'firstAt' | 'lastAt' | 'firedAt' | 'cutoffAt' | 'count' | 'severity' | 'isChanged' | 'isTold'
> & {
  groups: [string, SignalGroup][]
  samples: FrozenSample[]
  actors: string[]
  targets: string[]
  before: FrozenMember[]
}
type FrozenTrack = {
  group: string[]
  signals: FrozenSignal[]
  pending: FrozenMember[]
  samples: FrozenSample[]
  tidyAt: number
}
type FrozenZone = Pick<ZoneState, 'plant' | 'zone' | 'clockAt' | 'seenAt' | 'turnAt' | 'sweepAt'> & {
  drill: string | null
  /** Absent in what was kept before there were ticks. */
  heardAt?: number
  young: string
  old: string
  words: FrozenWords[]
  /** By rule id, so that windows outlive a change of the other rules. */
  tracks: Record<string, [string, FrozenTrack][]>
}
export type FrozenPartition = {
  frozen: number
  rules: Record<string, string>
  alerts: number
  /** `heardAt` is absent in what was kept before there were ticks. */
  worlds: (Pick<World, 'clockAt' | 'tickAt'> & { drill: string | null; heardAt?: number })[]
  /** Absent in what was kept before people's orders reached alarms. */
  acknowledged?: Record<string, number>
  zones: FrozenZone[]
  alarms: AlarmSnapshot
}

/** The partition's state as plain JSON, to be kept with the offset that it stands for. */
export function freeze(state: PartitionState): FrozenPartition {
  makeWhole(state)
  return {
    frozen: FROZEN_VERSION,
    rules: Object.fromEntries(state.pack.rules.map((rule) => [rule.id, rule.fingerprint])),
    alerts: state.alerts,
    worlds: [...state.worlds.values()].map(({ drill, clockAt, heardAt, tickAt }) => ({
      drill: drill ?? null,
      clockAt,
      heardAt,
      tickAt,
    })),
    acknowledged: { ...state.acknowledged },
    zones: [...zonesOf(state)].map((zone) => freezeZone(state, zone)),
    alarms: snapshot(state.alarms),
  }
}

function freezeZone({ pack, words: listed }: PartitionState, zone: ZoneState): FrozenZone {
  const numbers = new Map<AlarmWords, number>()
  const words: FrozenWords[] = []
  const numberOf = (alarm: AlarmWords): number => {
    const known = numbers.get(alarm)
    if (known !== undefined) return known
    const { asset, ...rest } = alarm
    numbers.set(alarm, words.length)
    return (
      words.push({ ...rest, ...(asset === undefined ? {} : { asset }), isListed: listed[alarm.place] === alarm }) - 1
    )
  }
  const member = ({ at, n, value, severity, isFull, alarm, from, to }: Member): FrozenMember => [
    at,
    n,
    value,
    severity,
    isFull ? 1 : 0,
    numberOf(alarm),
    from ?? null,
    to ?? null,
  ]
  const sample = ({ alarm, alert }: Sample): FrozenSample => [numberOf(alarm), alert]
  const signal = ({
    zone: _zone,
    rule: _rule,
    group: _group,
    isGone: _isGone,
    ...rest
  }: SignalState): FrozenSignal => ({
    ...rest,
    groups: [...rest.groups],
    samples: rest.samples.map(sample),
    actors: [...rest.actors],
    targets: [...rest.targets],
    before: rest.before.map(member),
  })
  const tracks = pack.rules.flatMap(({ id }, index): [string, [string, FrozenTrack][]][] => {
    const own = zone.tracks[index]
    if (!own || own.size === 0) return []
    const frozen = [...own].map(([key, { group, signals, pending, samples, tidyAt }]): [string, FrozenTrack] => [
      key,
      { group, signals: signals.map(signal), pending: pending.map(member), samples: samples.map(sample), tidyAt },
    ])
    return [[id, frozen]]
  })
  const { plant, zone: name, drill, clockAt, heardAt, seenAt, turnAt, sweepAt } = zone
  return {
    plant,
    zone: name,
    drill: drill ?? null,
    clockAt,
    heardAt,
    seenAt,
    turnAt,
    sweepAt,
    young: writeIds(zone.young),
    old: writeIds(zone.old),
    tracks: Object.fromEntries(tracks),
    words,
  }
}

/**
 * The state that `freeze` made. Windows of a rule that changed or is gone are let go: their alerts were matched by another rule than
 * the one that would fire. Undefined when the frozen state is of another version.
 */
export function thaw(
  frozen: FrozenPartition,
  pack: RulePack,
  settings?: Settings,
  partition?: number,
  policy?: AlarmPolicy,
): PartitionState | undefined {
  if (frozen.frozen !== FROZEN_VERSION) return undefined
  const state = startPartition(pack, settings, partition, policy)
  state.alarms = restore(state.settings.alarms, state.policy, state.alarms.partition, frozen.alarms)
  for (const { drill, clockAt, heardAt = 0, tickAt } of frozen.worlds)
    state.worlds.set(drill ?? '', { drill: drill ?? undefined, clockAt, heardAt, tickAt, waiting: [] })
  state.acknowledged = { ...frozen.acknowledged }
  state.alerts = frozen.alerts
  for (const zone of frozen.zones) thawZone(state, zone, frozen.rules)
  return state
}

function thawZone(state: PartitionState, frozen: FrozenZone, fingerprints: Record<string, string>): void {
  const zone = startZone(state, frozen.plant, frozen.zone, frozen.drill ?? undefined)
  Object.assign(zone, {
    clockAt: frozen.clockAt,
    heardAt: frozen.heardAt ?? 0,
    seenAt: frozen.seenAt,
    turnAt: frozen.turnAt,
    sweepAt: frozen.sweepAt,
    young: readIds(frozen.young),
    old: readIds(frozen.old),
  })
  const words = frozen.words.map(({ isListed, ...rest }): AlarmWords => {
    const alarm: AlarmWords = { ...rest, asset: rest.asset }
    if (isListed) state.words[alarm.place] = alarm
    return alarm
  })
  state.pack.rules.forEach((rule, index) => {
    if (fingerprints[rule.id] !== rule.fingerprint) return
    for (const [key, track] of frozen.tracks[rule.id] ?? [])
      tracksOf(zone, index).set(key, thawTrack(state, zone, rule, track, words))
  })
  putZone(state, zone)
  state.zoneCount++
}

function thawTrack(
  state: PartitionState,
  zone: ZoneState,
  rule: CorrelationRule,
  frozen: FrozenTrack,
  words: readonly AlarmWords[],
): Track {
  const alarmAt = (number: number): AlarmWords => words[number] as AlarmWords
  const member = ([at, n, value, severity, isFull, alarm, from, to]: FrozenMember): Member => ({
    at,
    n,
    value,
    severity,
    isFull: isFull === 1,
    alarm: alarmAt(alarm),
    from: from ?? undefined,
    to: to ?? undefined,
  })
  const sample = ([alarm, alert]: FrozenSample): Sample => ({ alarm: alarmAt(alarm), alert })
  const track = startTrack(frozen.group)
  track.pending = frozen.pending.map(member)
  track.samples = frozen.samples.map(sample)
  track.tidyAt = frozen.tidyAt
  for (const { at, value, isFull } of track.pending) {
    track.latest.set(value, Math.max(at, track.latest.get(value) ?? 0))
    if (!isFull) track.supports++
  }
  track.signals = frozen.signals.map((signal) => {
    const thawed: SignalState = {
      ...signal,
      zone,
      rule,
      group: frozen.group,
      isGone: false,
      groups: new Map(signal.groups),
      samples: signal.samples.map(sample),
      actors: new Set(signal.actors),
      targets: new Set(signal.targets),
      before: signal.before.map(member),
    }
    if (thawed.isChanged) state.changedSignals.push(thawed)
    return thawed
  })
  return track
}
