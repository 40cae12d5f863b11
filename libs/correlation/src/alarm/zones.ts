import { byPrecedence, type AlarmPolicy, type Suppressor } from './policy.js'
import type { Position } from './position.js'
import { noVerdicts, type VerdictCounts } from './verdict.js'

/** When the cause of a suppression rule stands, by asset: [from, until). */
export type Cause = { from: number; until: number }

/** What each alert of the zone reads stands first, in one cache line. */
export type Zone = {
  number: number
  /** Changes whenever answers about covers may have changed; rows remember the one they asked in. */
  epoch: number
  /** The policy that the zone has read, and what it says about this zone: what is said of another one changes no answer here. */
  policy: AlarmPolicy | undefined
  covers: string
  plant: string
  zone: string
  drill: string | undefined
  /** Who works this zone, from the first alarm that was presented to them. */
  position: Position | undefined
  /** What became of the zone's alerts. */
  counts: VerdictCounts
  /** Its document is behind. */
  isChanged: boolean
  /** Up to this event time every row of the zone is settled. */
  sweptAt: number
  /** Newest event time at which an alarm began here. */
  usedAt: number
  /** Rows of this zone in the table. */
  rows: number
  suppressors: readonly Suppressor[]
  /** By the cause's rule, then asset. */
  causes: Map<string, Map<string, Cause>>
}

export type Place = { plant: string; zone: string; drill?: string | undefined }
export type Zones = { byPlant: Map<string, Map<string, Zone>>; byNumber: Map<number, Zone>; next: number }

/** Assets per cause that are remembered as standing; above it the oldest goes, and its consequences show again. */
export const CAUSE_ASSETS_MAX = 1_000

/** Number 0 marks a free row. */
export const noZones = (): Zones => ({ byPlant: new Map(), byNumber: new Map(), next: 1 })

export const unresolved = (place: Pick<Zone, 'number' | 'plant' | 'zone' | 'drill'>): Zone => ({
  number: place.number,
  epoch: 0,
  policy: undefined,
  covers: '',
  plant: place.plant,
  zone: place.zone,
  drill: place.drill,
  position: undefined,
  counts: noVerdicts(),
  isChanged: false,
  sweptAt: 0,
  usedAt: 0,
  rows: 0,
  suppressors: [],
  causes: new Map(),
})

export const findZone = (zones: Zones, place: Place): Zone | undefined =>
  zones.byPlant.get(place.plant)?.get(keyOf(place))

const keyOf = ({ zone, drill }: Omit<Place, 'plant'>): string => (drill === undefined ? zone : `${zone}~${drill}`)

/** `plant/zone`, a drill's with `~drill` behind it: the name of its operator position. */
export const placeOfZone = (zone: Place): string => `${zone.plant}/${keyOf(zone)}`

/** The alert's zone, with what the policy says about it. A drill's alarms live in a zone of their own: they never meet real ones. */
export function zoneOf(zones: Zones, alert: Place, policy: AlarmPolicy): Zone {
  const zone =
    findZone(zones, alert) ??
    putZone(zones, unresolved({ number: zones.next++, plant: alert.plant, zone: alert.zone, drill: alert.drill }))
  if (zone.policy !== policy) resolve(zone, policy)
  return zone
}

export function putZone(zones: Zones, zone: Zone): Zone {
  const ofPlant = zones.byPlant.get(zone.plant) ?? new Map<string, Zone>()
  zones.byPlant.set(zone.plant, ofPlant)
  ofPlant.set(keyOf(zone), zone)
  zones.byNumber.set(zone.number, zone)
  return zone
}

export function dropZone(zones: Zones, zone: Zone): void {
  zones.byNumber.delete(zone.number)
  const ofPlant = zones.byPlant.get(zone.plant)
  ofPlant?.delete(keyOf(zone))
  if (ofPlant?.size === 0) zones.byPlant.delete(zone.plant)
  // Whoever still holds it has to look again.
  zone.policy = undefined
}

/** Reads what the policy says about a zone; where it says something else than before, all its rows will ask again. */
export function resolve(zone: Zone, policy: AlarmPolicy): void {
  const place = `${zone.plant}/${zone.zone}`
  zone.suppressors = [...(policy.byZone.get(place) ?? []), ...(policy.byPlant.get(zone.plant) ?? [])]
    .filter((each) => isOfWorld(each, zone))
    .sort(byPrecedence)
  zone.policy = policy
  const covers = textOf(zone.suppressors)
  if (zone.covers !== covers) zone.epoch += 1
  zone.covers = covers
}

const textOf = (suppressors: readonly Suppressor[]): string =>
  suppressors.length === 0 ? '' : JSON.stringify(suppressors, (_, part: unknown) => (part instanceof Set ? [...part] : part)) // prettier-ignore

function isOfWorld({ world }: Suppressor, zone: Zone): boolean {
  if (world === 'any') return true
  return world === 'real' ? zone.drill === undefined : world.drill === zone.drill
}
