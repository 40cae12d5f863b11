import { conditionOf, PackedAlert, type Alert } from '@genba/contracts'
import { admit } from '../alarm/admit.js'
import { packSample } from '../alarm/sample.js'
import type { Verdict } from '../alarm/verdict.js'
import { zoneOf as alarmedZoneOf } from '../alarm/zones.js'
import type { CorrelationRule } from '../rules/compile-correlation.js'
import type { Scalar } from '../rules/fields.js'
import type { RulePack, Use } from '../rules/read-rules.js'
import { expire, startTrack, takeMatch, type Track } from '../windows/track.js'
import { lookAt, wordsOf } from './alarm-words.js'
import { isDuplicate, turnGenerations } from './deduplicate.js'
import { acknowledgeUntil } from './follow-orders.js'
import { hear, tick } from './tick.js'
import { startZone, tracksOf, type PartitionState, type ZoneState } from './state.js'

/** Groups per rule and zone; beyond it the one that began first is let go, counted as `evicted.tracks`. */
export const TRACKS_MAX = 2_000
/** Zones per partition; beyond it a tenth, those that were quiet for longest, are let go, counted as `evicted.zones`. */
export const ZONES_MAX = 100_000
const SWEEP_MS = 60_000

/**
 * Takes one alert in the order of its partition; `offset` is its message's, `index` its place in a pack. Event time only: the same alerts give the same signals
 * and alarms whenever and however often they are read. What has come of it waits for `drainSignals` and `takeChanged`. The verdict is the alarm
 * state's, good until the next call; undefined for an alert that was there before.
 */
export function correlate(state: PartitionState, alert: Alert, offset: number, index?: number): Verdict | undefined {
  state.counts.alerts++
  state.alerts++
  const zone = zoneOf(state, alert)
  if (isDuplicate(state, zone, alert.id)) {
    state.counts.duplicates++
    return undefined
  }
  const { waiting } = zone.world
  if (waiting.length > 0 && waiting[0]!.from <= alert.at) acknowledgeUntil(state, zone.world, alert.at)
  if (zone.alarmed.policy !== state.policy) zone.alarmed = alarmedZoneOf(state.alarms.zones, zone, state.policy)
  const condition = alert instanceof PackedAlert ? alert.condition : conditionOf(alert)
  const verdict = admit(state.alarms, zone.alarmed, alert, condition, packSample(offset, index))
  if (alert.at > zone.clockAt) advance(state, zone, alert)
  else if (alert.at < zone.clockAt - state.settings.latenessMs) {
    state.counts.late++
    return verdict
  }
  detect(state, zone, alert, verdict)
  return verdict
}

/** Asks the rules. What standing rules read is the same in the repeats of an alarm, so they are asked once for each. */
function detect(state: PartitionState, zone: ZoneState, alert: Alert, { alarm: row, counts }: Verdict): void {
  const { standing, changing } = state.pack
  const { hits } = lookAt(state, row, alert)
  const isFull = counts === 'full'
  for (let index = 0; index < hits.length; index++) {
    const { uses } = standing[hits[index] as number] as { uses: Use[] }
    for (let use = 0; use < uses.length; use++) match(state, zone, uses[use] as Use, alert, row, isFull)
  }
  for (let index = 0; index < changing.length; index++) {
    const { base, uses } = changing[index] as RulePack['changing'][number]
    if (base.test(alert)) for (const use of uses) match(state, zone, use, alert, row, isFull)
  }
}

function zoneOf(state: PartitionState, { plant, zone, drill }: Alert): ZoneState {
  const zones = state.zones.get(drill ?? '')?.get(plant)
  const known = zones?.get(zone)
  if (known) {
    known.seenAt = state.alerts
    return known
  }
  if (++state.zoneCount > ZONES_MAX) dropQuietestZones(state)
  const started = startZone(state, plant, zone, drill)
  putZone(state, started)
  return started
}

export function putZone(state: PartitionState, zone: ZoneState): void {
  const drill = zone.drill ?? ''
  const plants = state.zones.get(drill) ?? new Map<string, Map<string, ZoneState>>()
  const zones = plants.get(zone.plant) ?? new Map<string, ZoneState>()
  state.zones.set(drill, plants.set(zone.plant, zones.set(zone.zone, zone)))
}

export function* zonesOf(state: PartitionState): Generator<ZoneState> {
  for (const plants of state.zones.values()) for (const zones of plants.values()) yield* zones.values()
}

function dropQuietestZones(state: PartitionState): void {
  const quietest = [...zonesOf(state)].sort((a, b) => a.seenAt - b.seenAt).slice(0, ZONES_MAX / 10)
  for (const { drill = '', plant, zone } of quietest) {
    const zones = state.zones.get(drill)?.get(plant)
    zones?.delete(zone)
    if (zones?.size === 0) state.zones.get(drill)?.delete(plant)
  }
  state.zoneCount -= quietest.length
  state.counts.evicted.zones += quietest.length
}

function advance(state: PartitionState, zone: ZoneState, alert: Alert): void {
  const { at } = alert
  hear(zone, alert)
  if (at > zone.world.clockAt) {
    hear(zone.world, alert)
    tick(state, zone.world, at)
  }
  if (at >= zone.turnAt) turnGenerations(state, zone)
  if (at < zone.sweepAt) return
  zone.sweepAt = at + SWEEP_MS
  for (let index = 0; index < zone.tracks.length; index++) {
    const tracks = zone.tracks[index]
    if (!tracks) continue
    const rule = state.pack.rules[index] as CorrelationRule
    for (const [key, track] of tracks) if (expire({ state, zone, rule }, track)) tracks.delete(key)
    if (tracks.size === 0) zone.tracks[index] = undefined
  }
}

function match(
  state: PartitionState,
  zone: ZoneState,
  { rule: index, step }: Use,
  alert: Alert,
  row: number | undefined,
  isFull: boolean,
): void {
  const rule = state.pack.rules[index] as CorrelationRule
  const value = valueOf(rule, step, alert)
  if (value === undefined) return
  const track = trackOf(state, zone, rule, index, step, alert)
  if (!track) return
  // Counted once for a rule, however many of its base rules mean it.
  const isAgain = track.lastId === alert.id
  if (isAgain && (rule.kind === 'event_count' || rule.kind === 'value_count')) return
  track.lastId = alert.id
  takeMatch(state, zone, rule, track, alert, wordsOf(state, row, alert), value, isAgain ? 0 : 1, isFull)
}

/** What the condition compares of an alert that matches a step; undefined when the alert lacks the counted field. */
export function valueOf(rule: CorrelationRule, step: number, alert: Alert): string | number | undefined {
  if (rule.readValue) {
    const read = rule.readValue(alert)
    return read === undefined ? undefined : String(read)
  }
  if (rule.kind !== 'event_count') return step
  // Among firings an alert is one event of its own.
  return rule.isChained ? alert.id : 0
}

/** Undefined when the alert has no value for a field of group-by: it belongs to no group. */
function trackOf(
  state: PartitionState,
  zone: ZoneState,
  rule: CorrelationRule,
  index: number,
  step: number,
  alert: Alert,
): Track | undefined {
  const readers = rule.readGroup[step] as CorrelationRule['readGroup'][number]
  const tracks = tracksOf(zone, index)
  let key = ''
  for (let place = 0; place < readers.length; place++) {
    const value = (readers[place] as (alert: Alert) => Scalar | undefined)(alert)
    if (value === undefined) return undefined
    // With its length in front no value can pass for two.
    key = readers.length === 1 ? String(value) : `${key}${String(value).length}:${String(value)}`
  }
  const known = tracks.get(key)
  if (known) return known
  const started = startTrack(readers.map((read) => String(read(alert))))
  tracks.set(key, started)
  if (tracks.size > TRACKS_MAX) {
    for (const oldest of tracks.keys()) {
      tracks.delete(oldest)
      break
    }
    state.counts.evicted.tracks++
  }
  return started
}
