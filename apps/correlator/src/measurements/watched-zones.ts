import type { Alert, Measurement } from '@genba/contracts'
import {
  adopt,
  anomalyKey,
  anomalySettings,
  judgeQuiet,
  measure,
  openAnomalies,
  type AnomalyCounts,
  type AnomalySettings,
  type AnomalyState,
  type ChangeWindow,
  type Detectors,
} from '@genba/correlation'

/** Changes when kept state of an older build cannot be read by this one; then baselines are learnt anew. */
const FROZEN_VERSION = 1
/** Zones (and drills in them) with state per partition; beyond it a tenth, those whose event time is oldest, are let go and counted. */
export const WATCHED_ZONES_MAX = 10_000

export type Watching = ReadonlyMap<string, { detectors: Detectors; settings: AnomalySettings }>
export type MeasurementCounts = AnomalyCounts & { withoutDetectors: number; evictedZones: number }

/** By the key of measurement.v1. */
type IsOwn = (key: string) => boolean

/** One partition of measurement.v1. */
export type WatchedZones = {
  zones: Map<string, AnomalyState>
  /** Whether a zone's measurements come in this partition. */
  isOwn: IsOwn
  /** Found, but not told yet. */
  alerts: Alert[]
  /** Since they were last taken. */
  counts: MeasurementCounts
  touched: Set<AnomalyState>
}
type FrozenZones = { frozen: number; detectors: [plant: string, Detectors][]; zones: AnomalyState[] }

export const watching = (
  plants: ReadonlyMap<string, Detectors>,
  windows: ReadonlyMap<string, readonly ChangeWindow[]> = new Map(),
): Watching =>
  new Map(
    [...plants].map(([plant, detectors]) => [
      plant,
      { detectors, settings: anomalySettings(detectors, windows.get(plant)) },
    ]),
  )

export const startZones = (isOwn: IsOwn = () => true): WatchedZones => ({
  zones: new Map(),
  isOwn,
  alerts: [],
  counts: noCounts(),
  touched: new Set(),
})

/** Takes one sample, which moves its zone's event time on and lets all be judged that waited for it. */
export function watch(state: WatchedZones, plants: Watching, sample: Measurement): void {
  const settings = plants.get(sample.plant)?.settings
  if (!settings) {
    state.counts.withoutDetectors++
    return
  }
  const key = anomalyKey(sample)
  let zone = state.zones.get(key)
  if (!zone) {
    if (state.zones.size >= WATCHED_ZONES_MAX) dropOldest(state)
    zone = openAnomalies(sample)
    state.zones.set(key, zone)
  }
  state.touched.add(zone)
  state.alerts.push(...measure(zone, settings, sample).alerts)
}

/** Takes a tick: judges what waits in zones that have sent nothing since, also in those of which nothing ever came though detectors name their sensors. */
export function passTime(state: WatchedZones, plants: Watching, writtenAt: number, heldBackMs: number): void {
  openNamed(state, plants)
  for (const zone of state.zones.values()) {
    const settings = plants.get(zone.plant)?.settings
    if (!settings) continue
    state.touched.add(zone)
    state.alerts.push(...judgeQuiet(zone, settings, writtenAt, heldBackMs).alerts)
  }
}

function openNamed(state: WatchedZones, plants: Watching): void {
  for (const [plant, { settings }] of plants)
    for (const zone of settings.named.keys()) {
      const key = anomalyKey({ plant, zone })
      if (state.zones.has(key) || !state.isOwn(key) || state.zones.size >= WATCHED_ZONES_MAX) continue
      state.zones.set(key, openAnomalies({ plant, zone }))
    }
}

export const drainAlerts = (state: WatchedZones): Alert[] => state.alerts.splice(0)

/** Since the counts were last taken: set values and commands that maintenance windows accepted, by zone. */
export const listAccepted = ({ touched }: WatchedZones): { zone: string; accepted: number }[] =>
  [...touched].flatMap((zone) => {
    const { accepted = 0 } = zone.counts
    return accepted > 0 ? [{ zone: anomalyKey(zone), accepted }] : []
  })

/** The counts since they were last taken. */
export function takeCounts(state: WatchedZones): MeasurementCounts {
  const taken = state.counts
  for (const { counts } of state.touched)
    for (const name of Object.keys(counts) as (keyof AnomalyCounts)[]) {
      taken[name] = (taken[name] ?? 0) + (counts[name] ?? 0)
      counts[name] = 0
    }
  state.touched.clear()
  state.counts = noCounts()
  return taken
}

/** With the detectors that the zones were judged by: after a change what stood by one that is gone returns. */
export const freezeZones = ({ zones }: WatchedZones, plants: Watching): FrozenZones => ({
  frozen: FROZEN_VERSION,
  detectors: [...plants].map(([plant, { detectors }]) => [plant, detectors]),
  zones: [...zones.values()],
})

/** The state that `freezeZones` made, under the detectors of now. Undefined when it is of another version. */
export function thawZones(frozen: unknown, plants: Watching, isOwn?: IsOwn): WatchedZones | undefined {
  const { frozen: version, detectors, zones } = frozen as FrozenZones
  if (version !== FROZEN_VERSION) return undefined
  const state = startZones(isOwn)
  const before = watching(new Map(detectors))
  const changed = new Set(
    detectors
      .filter(([plant, was]) => JSON.stringify(was) !== JSON.stringify(plants.get(plant)?.detectors))
      .map(([plant]) => plant),
  )
  for (const zone of zones) {
    const was = before.get(zone.plant)?.settings
    const now = plants.get(zone.plant)?.settings
    if (changed.has(zone.plant) && was)
      state.alerts.push(...adopt(zone, was, now ?? anomalySettings(nothingOf(zone.plant))).alerts)
    if (now) state.zones.set(anomalyKey(zone), zone)
  }
  return state
}

function dropOldest(state: WatchedZones): void {
  const oldest = [...state.zones].sort(([, a], [, b]) => a.newest - b.newest).slice(0, WATCHED_ZONES_MAX / 10)
  for (const [key] of oldest) state.zones.delete(key)
  state.counts.evictedZones += oldest.length
}

const nothingOf = (plant: string): Detectors => ({ v: 1, plant, lateness: 0, detectors: [] })

const noCounts = (): MeasurementCounts => ({
  samples: 0,
  late: 0,
  repeated: 0,
  unusable: 0,
  forced: 0,
  unwatched: 0,
  muted: 0,
  accepted: 0,
  withoutDetectors: 0,
  evictedZones: 0,
})
