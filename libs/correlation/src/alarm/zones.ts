import type { Alert } from '@genba/contracts'
import { byPrecedence, type AlarmPolicy, type Suppressor } from './policy.js'

/** When the cause of a suppression rule stands, by asset: [from, until). */
export type Cause = { from: number; until: number }

/** What each alert of the zone reads stands first, in one cache line. */
export type Zone = {
  number: number
  /** Changes whenever answers about covers may have changed; rows remember the one they asked in. */
  epoch: number
  /** The policy that the zone has read, and its version: after a restart the same version changes no answer. */
  policy: AlarmPolicy | undefined
  policyVersion: number
  plant: string
  zone: string
  drill: string | undefined
  /** Name of the operator position that works this zone. */
  position: string
  /** Newest event time at which an alarm began here. */
  usedAt: number
  /** Rows of this zone in the table. */
  rows: number
  suppressors: readonly Suppressor[]
  /** By the cause's rule, then asset. */
  causes: Map<string, Map<string, Cause>>
}

export type Zones = { byPlant: Map<string, Map<string, Zone>>; byNumber: Map<number, Zone>; next: number }

/** Assets per cause that are remembered as standing; above it the oldest goes, and its consequences show again. */
export const CAUSE_ASSETS_MAX = 1_000

/** Number 0 marks a free row. */
export const noZones = (): Zones => ({ byPlant: new Map(), byNumber: new Map(), next: 1 })

export const unresolved = (place: Pick<Zone, 'number' | 'plant' | 'zone' | 'drill'>): Zone => ({
  number: place.number,
  epoch: 0,
  policy: undefined,
  policyVersion: -1,
  plant: place.plant,
  zone: place.zone,
  drill: place.drill,
  position: '',
  usedAt: 0,
  rows: 0,
  suppressors: [],
  causes: new Map(),
})

/** The alert's zone, with what the policy says about it. A drill's alarms live in a zone of their own: they never meet real ones. */
export function zoneOf(zones: Zones, alert: Pick<Alert, 'plant' | 'zone' | 'drill'>, policy: AlarmPolicy): Zone {
  const key = alert.drill === undefined ? alert.zone : `${alert.zone}~${alert.drill}`
  const zone =
    zones.byPlant.get(alert.plant)?.get(key) ??
    putZone(zones, unresolved({ number: zones.next++, plant: alert.plant, zone: alert.zone, drill: alert.drill }))
  if (zone.policy !== policy) resolve(zone, policy)
  return zone
}

export function putZone(zones: Zones, zone: Zone): Zone {
  const ofPlant = zones.byPlant.get(zone.plant) ?? new Map<string, Zone>()
  zones.byPlant.set(zone.plant, ofPlant)
  ofPlant.set(zone.drill === undefined ? zone.zone : `${zone.zone}~${zone.drill}`, zone)
  zones.byNumber.set(zone.number, zone)
  return zone
}

export function dropZone(zones: Zones, zone: Zone): void {
  zones.byNumber.delete(zone.number)
  const ofPlant = zones.byPlant.get(zone.plant)
  ofPlant?.delete(zone.drill === undefined ? zone.zone : `${zone.zone}~${zone.drill}`)
  if (ofPlant?.size === 0) zones.byPlant.delete(zone.plant)
}

/** Reads what the policy says about a zone; with another version all its rows will ask again. */
export function resolve(zone: Zone, policy: AlarmPolicy): void {
  const place = `${zone.plant}/${zone.zone}`
  const position = policy.positionOf.get(place) ?? zone.plant
  zone.position = zone.drill === undefined ? position : `${position}~${zone.drill}`
  zone.suppressors = [...(policy.byZone.get(place) ?? []), ...(policy.byPlant.get(zone.plant) ?? [])]
    .filter((each) => isOfWorld(each, zone))
    .sort(byPrecedence)
  zone.policy = policy
  if (zone.policyVersion !== policy.version) zone.epoch += 1
  zone.policyVersion = policy.version
}

function isOfWorld({ world }: Suppressor, zone: Zone): boolean {
  if (world === 'any') return true
  return world === 'real' ? zone.drill === undefined : world.drill === zone.drill
}
