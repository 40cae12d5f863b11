import type { RulePack } from '../rules/read-rules.js'
import { noAlarms, type Alarms } from '../alarm/alarms.js'
import type { Acknowledgement, AlarmOrders } from '../alarm/orders.js'
import type { Outcome } from '../alarm/operate.js'
import { openPolicy, type AlarmPolicy } from '../alarm/policy.js'
import { ALARM_DEFAULTS, type AlarmSettings } from '../alarm/settings.js'
import { zoneOf, type Zone } from '../alarm/zones.js'
import type { Firing } from '../windows/firing.js'
import type { Sample } from '../windows/member.js'
import type { SignalState } from '../windows/signal-state.js'
import type { Track } from '../windows/track.js'
import { noIds, type Ids } from './ids.js'
import type { AlarmWords } from './alarm-words.js'
import { wait } from './follow-orders.js'
import { startSaid, type Look, type Said } from './standing.js'

export type Settings = {
  /** How far behind the zone's newest event an alert may be and still go into windows as if it had come in order. */
  latenessMs: number
  alarms: AlarmSettings
}
export const DEFAULT_SETTINGS: Settings = { latenessMs: 120_000, alarms: ALARM_DEFAULTS }

/** Event time of the real plants, or of one drill, over all zones of the partition; by it alarms fall silent and shelves end. */
export type World = {
  drill: string | undefined
  clockAt: number
  heardAt: number
  tickAt: number
  /** Acknowledgements that are not carried out yet, the next to fall due first. */
  waiting: Acknowledgement[]
}

/** One zone of one plant, for real alerts or for one drill: nothing is shared between two of them. */
export type ZoneState = {
  plant: string
  zone: string
  drill: string | undefined
  /** Event time of the newest alert: the zone's clock. It never goes back. */
  clockAt: number
  /** When ingest had taken in what the clock stands at, by its own clock; 0 until known. From it ticks say how much time has gone since. */
  heardAt: number
  /** The partition's count of alerts when this zone had its last one. */
  seenAt: number
  /** Ids of alerts, in two generations; both are asked, the older one is let go when the clock passes `turnAt`. */
  young: Ids
  old: Ids
  turnAt: number
  sweepAt: number
  /** The same zone in the alarm state, and the world to which its time belongs. */
  alarmed: Zone
  world: World
  /** By correlation rule (index in the pack), then group key; with holes, because a zone's alerts concern few of the rules. */
  tracks: (Map<string, Track> | undefined)[]
}

/** What moves as alerts come in; the shell adds it to its metrics. */
export type Counts = {
  alerts: number
  duplicates: number
  late: number
  fired: number
  /** Samples whose rest could not be read; they are kept without it. */
  broken: number
  /** Acknowledgements by their outcome; unknown are also those of other partitions' alarms. */
  acknowledged: Record<Outcome, number>
  evicted: {
    keys: number
    members: number
    tracks: number
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
  /** By row of the alarm table: what standing rules said of its newest alert (not kept with a checkpoint), and the alarm's words in windows. */
  looks: (Look | undefined)[]
  words: (AlarmWords | undefined)[]
  alarms: Alarms
  /** What hides alarms. */
  policy: AlarmPolicy
  /** What people told, of which `policy` is a part; absent until there is any. */
  orders: AlarmOrders | undefined
  /** By line, how far in lifecycle.v1 acknowledgements were carried out. */
  acknowledged: Record<string, number>
  worlds: Map<string, World>
  settings: Settings
  /** By drill (empty for real alerts), then plant, then zone. */
  zones: Map<string, Map<string, Map<string, ZoneState>>>
  zoneCount: number
  alerts: number
  /** Changed since they were last drained, each once. */
  changedSignals: SignalState[]
  /** What rules told on to those that build on them; noted only where somebody asks why. */
  firings: Firing[] | undefined
  /** Samples that still hold the pack which their alert came in. */
  lent: Sample[]
  counts: Counts
}

export const noCounts = (): Counts => ({
  alerts: 0,
  duplicates: 0,
  late: 0,
  fired: 0,
  broken: 0,
  acknowledged: { done: 0, refused: 0, unknown: 0 },
  evicted: { keys: 0, members: 0, tracks: 0, zones: 0, groups: 0, actors: 0 },
})

/** `partition` is the one of alert.v1: samples name it. */
export function startPartition(
  pack: RulePack,
  settings: Settings = DEFAULT_SETTINGS,
  partition = 0,
  policy = openPolicy(),
): PartitionState {
  return {
    pack,
    said: startSaid(pack),
    looks: [],
    words: [],
    alarms: noAlarms(settings.alarms, partition),
    policy,
    orders: undefined,
    acknowledged: {},
    worlds: new Map(),
    settings,
    zones: new Map(),
    zoneCount: 0,
    alerts: 0,
    changedSignals: [],
    firings: undefined,
    lent: [],
    counts: noCounts(),
  }
}

export function startZone(state: PartitionState, plant: string, zone: string, drill: string | undefined): ZoneState {
  return {
    plant,
    zone,
    drill,
    clockAt: 0,
    heardAt: 0,
    seenAt: state.alerts,
    young: noIds(),
    old: noIds(),
    turnAt: 0,
    sweepAt: 0,
    alarmed: zoneOf(state.alarms.zones, { plant, zone, drill }, state.policy),
    world: worldOf(state, drill),
    tracks: [],
  }
}

/** The zone's tracks of a rule. */
export const tracksOf = (zone: ZoneState, rule: number): Map<string, Track> =>
  (zone.tracks[rule] ??= new Map<string, Track>())

function worldOf(state: PartitionState, drill: string | undefined): World {
  const known = state.worlds.get(drill ?? '')
  if (known) return known
  const world: World = { drill, clockAt: 0, heardAt: 0, tickAt: 0, waiting: [] }
  state.worlds.set(drill ?? '', world)
  wait(state, world)
  return world
}
