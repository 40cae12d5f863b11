import type { RulePack } from '../rules/read-rules.js'
import type { AlarmState } from './alarms.js'
import type { SignalState } from '../windows/signal-state.js'
import type { Track } from '../windows/track.js'
import { noIds, type Ids } from './ids.js'
import { startSaid, type Said } from './standing.js'

export type Settings = {
  /** How far behind the zone's newest event an alert may be and still go into windows as if it had come in order. */
  latenessMs: number
}
export const DEFAULT_SETTINGS: Settings = { latenessMs: 120_000 }

/** One zone of one plant, for real alerts or for one drill: nothing is shared between two of them. */
export type ZoneState = {
  plant: string
  zone: string
  drill: string | undefined
  /** Event time of the newest alert: the zone's clock. It never goes back. */
  clockAt: number
  /** The partition's count of alerts when this zone had its last one. */
  seenAt: number
  /** Ids of alerts, in two generations; both are asked, the older one is let go when the clock passes `turnAt`. */
  young: Ids
  old: Ids
  turnAt: number
  sweepAt: number
  /** By sensor rule, then asset (empty when none). */
  alarms: Map<string, Map<string, AlarmState>>
  alarmCount: number
  /** By correlation rule (index in the pack), then group key; with holes, because a zone's alerts concern few of the rules. */
  tracks: (Map<string, Track> | undefined)[]
}

/** What moves as alerts come in; the shell adds it to its metrics. */
export type Counts = {
  alerts: number
  duplicates: number
  late: number
  fired: number
  evicted: {
    keys: number
    members: number
    tracks: number
    alarms: number
    zones: number
    groups: number
    actors: number
  }
}

/** All that one partition of alert.v1 has led to. Changed in place: a copy for each alert would cost more than the correlation. */
export type PartitionState = {
  pack: RulePack
  /** Worked out from the pack alone, so it is not kept with a checkpoint. */
  said: Said
  /** Words of standing alarms, each once; not kept with a checkpoint either. */
  shared: Map<string, string>
  settings: Settings
  /** By drill (empty for real alerts), then plant, then zone. */
  zones: Map<string, Map<string, Map<string, ZoneState>>>
  zoneCount: number
  alerts: number
  /** Changed since they were last drained, each once. */
  changedSignals: SignalState[]
  changedAlarms: { zone: ZoneState; alarm: AlarmState }[]
  counts: Counts
}

export const noCounts = (): Counts => ({
  alerts: 0,
  duplicates: 0,
  late: 0,
  fired: 0,
  evicted: { keys: 0, members: 0, tracks: 0, alarms: 0, zones: 0, groups: 0, actors: 0 },
})

export function startPartition(pack: RulePack, settings: Settings = DEFAULT_SETTINGS): PartitionState {
  return {
    pack,
    said: startSaid(pack),
    shared: new Map(),
    settings,
    zones: new Map(),
    zoneCount: 0,
    alerts: 0,
    changedSignals: [],
    changedAlarms: [],
    counts: noCounts(),
  }
}

export function startZone(state: PartitionState, plant: string, zone: string, drill: string | undefined): ZoneState {
  return {
    plant,
    zone,
    drill,
    clockAt: 0,
    seenAt: state.alerts,
    young: noIds(),
    old: noIds(),
    turnAt: 0,
    sweepAt: 0,
    alarms: new Map(),
    alarmCount: 0,
    tracks: [],
  }
}

/** The zone's tracks of a rule. */
export const tracksOf = (zone: ZoneState, rule: number): Map<string, Track> =>
  (zone.tracks[rule] ??= new Map<string, Track>())
