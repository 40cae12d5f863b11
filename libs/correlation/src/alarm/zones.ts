import { alertKey, deskKey, zoneId } from '@genba/contracts'
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
  /** Who works this zone, from the first alarm that was presented to them; one object for all zones of a desk. */
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
  /** The desk that works it; undefined when it is a position of its own. */
  desk: string | undefined
  /** False when its alerts go to another partition by now, since a desk was changed: what it has here runs out, and is told by nobody else. */
  isHome: boolean
  /** What both were read from. */
  seatedBy: AlarmPolicy['seats'] | undefined
}

export type Place = { plant: string; zone: string; drill?: string | undefined }
export type Zones = {
  /** The one of alert.v1. */
  partition: number
  byPlant: Map<string, Map<string, Zone>>
  byNumber: Map<number, Zone>
  next: number
  /** The positions of desks, by their name, from the first alarm that was presented to them. */
  desks: Map<string, Position>
  /** The zone whose position was the last to be written: the next turn goes on behind it. */
  writtenUpTo: number
}

/** Assets per cause that are remembered as standing; above it the oldest goes, and its consequences show again. */
export const CAUSE_ASSETS_MAX = 1_000

/** Number 0 marks a free row. */
export const noZones = (partition: number): Zones => ({
  partition,
  byPlant: new Map(),
  byNumber: new Map(),
  next: 1,
  desks: new Map(),
  writtenUpTo: 0,
})

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
  desk: undefined,
  isHome: true,
  seatedBy: undefined,
})

export const findZone = (zones: Zones, place: Place): Zone | undefined =>
  zones.byPlant.get(place.plant)?.get(keyOf(place))

const keyOf = ({ zone, drill }: Omit<Place, 'plant'>): string => (drill === undefined ? zone : `${zone}~${drill}`)

/** The name of the zone's operator position: `plant/@desk`, or its own, `plant/zone`, a drill's with `~drill` behind it. */
export const positionName = (zone: Zone): string =>
  zone.desk === undefined ? `${zone.plant}/${keyOf(zone)}` : deskKey(zone.plant, zone.desk)

/** The position that a zone's alarms are presented at, once any was. */
export const positionAt = ({ desks }: Zones, zone: Zone): Position | undefined =>
  zone.desk === undefined ? zone.position : desks.get(positionName(zone))

/** Every position at which an alarm was presented, each once, by its name. */
export const positionsOf = ({ byNumber, desks }: Zones): [string, Position][] => [
  ...[...byNumber.values()].flatMap((zone): [string, Position][] =>
    zone.desk === undefined && zone.position ? [[positionName(zone), zone.position]] : [],
  ),
  ...desks,
]

/** The zones that a zone's position has: those of its desk here, or itself. */
export const zonesAt = (zones: Zones, zone: Zone): Zone[] =>
  zone.desk === undefined
    ? [zone]
    : [...(zones.byPlant.get(zone.plant)?.values() ?? [])].filter(({ desk }) => desk === zone.desk)

/** The alert's zone, with what the policy says about it. A drill's alarms live in a zone of their own: they never meet real ones. */
export function zoneOf(zones: Zones, alert: Place, policy: AlarmPolicy): Zone {
  const zone =
    findZone(zones, alert) ??
    putZone(zones, unresolved({ number: zones.next++, plant: alert.plant, zone: alert.zone, drill: alert.drill }))
  if (zone.policy !== policy) resolve(zones, zone, policy)
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
  leaveDesk(zones, zone)
  // Whoever still holds it has to look again.
  zone.policy = undefined
}

/** Reads what the policy says about a zone; where it says something else than before, all its rows will ask again. */
export function resolve(zones: Zones, zone: Zone, policy: AlarmPolicy): void {
  const place = zoneId(zone.plant, zone.zone)
  zone.suppressors = [...(policy.byZone.get(place) ?? []), ...(policy.byPlant.get(zone.plant) ?? [])]
    .filter((each) => isOfWorld(each, zone))
    .sort(byPrecedence)
  zone.policy = policy
  const covers = textOf(zone.suppressors)
  if (zone.covers !== covers) zone.epoch += 1
  zone.covers = covers
  // A shelf somewhere changes the policy of all zones, but no seat.
  if (zone.seatedBy !== policy.seats) takeSeat(zones, zone, policy.seats)
}

/**
 * Gives the zone to the desk that has it now; a position that it leaves for another one begins anew. A drill has no desks, and where the
 * zone's alerts come no more it works on alone, so that of each desk one partition tells.
 */
function takeSeat(zones: Zones, zone: Zone, seats: AlarmPolicy['seats']): void {
  const { desks, partitionOf } = seats
  zone.seatedBy = seats
  zone.isHome = !partitionOf || partitionOf(alertKey(desks, zone.plant, zone.zone)) === zones.partition
  const desk = zone.drill === undefined && zone.isHome ? desks.get(zoneId(zone.plant, zone.zone)) : undefined
  if (desk === zone.desk) return
  leaveDesk(zones, zone)
  zone.desk = desk
  zone.position = undefined
}

/** Who leaves a desk last closes it. */
function leaveDesk(zones: Zones, zone: Zone): void {
  if (zone.desk === undefined) return
  const name = positionName(zone)
  zone.desk = undefined
  const ofPlant = [...(zones.byPlant.get(zone.plant)?.values() ?? [])]
  if (!ofPlant.some((each) => each.desk !== undefined && positionName(each) === name)) zones.desks.delete(name)
}

const textOf = (suppressors: readonly Suppressor[]): string =>
  suppressors.length === 0 ? '' : JSON.stringify(suppressors, (_, part: unknown) => (part instanceof Set ? [...part] : part)) // prettier-ignore

function isOfWorld({ world }: Suppressor, zone: Zone): boolean {
  if (world === 'any') return true
  return world === 'real' ? zone.drill === undefined : world.drill === zone.drill
}
