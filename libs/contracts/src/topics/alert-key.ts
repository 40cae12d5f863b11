import type { Desk, Plant } from '../documents/plant.js'
import { zoneId, type ZoneId } from '../ids.js'

/** By zone of a desk the desk's id; a zone of its own is not in it. */
export type Desks = ReadonlyMap<ZoneId, string>

export const NO_DESKS: Desks = new Map()

export const desksOf = (plants: readonly Pick<Plant, 'id' | 'alarms'>[]): Desks =>
  new Map(
    plants.flatMap(({ id, alarms }) =>
      (alarms?.positions ?? []).flatMap((desk) => desk.zones.map((zone) => [zoneId(id, zone), desk.id] as const)),
    ),
  )

/** `plant/@desk`, the desk's operator position and the key of its alerts. No name begins with `@`, so a desk may be called as a zone is. */
export const deskKey = (plant: string, desk: string): string => `${plant}/@${desk}`

/**
 * The key of an alert in alert.v1: the operator position that sees it (ISA-18.2), a desk of several zones or the zone's own, `plant/zone`. What one position
 * sees lies in one partition and in one order. Who writes alerts or looks for those of a zone asks here; measurement.v1 stays with its zone.
 */
export const alertKey = (desks: Desks, plant: string, zone: string): string => {
  const own = zoneId(plant, zone)
  const desk = desks.get(own)
  return desk === undefined ? own : deskKey(plant, desk)
}

/** Until every process that writes alerts has read the changed plant for certain. */
const SETTLED_MS = 60_000

/** Where a zone's alerts received from a time on lie: under this key, or, where the plant's desks changed since, undefined: anywhere. */
export const alertKeySince = (plant: Plant | undefined, of: { plant: string; zone: string }, from: number) =>
  plant?.desksSince !== undefined && from < plant.desksSince + SETTLED_MS
    ? undefined
    : alertKey(plant ? desksOf([plant]) : NO_DESKS, of.plant, of.zone)

/** The desk that works a zone. */
export const deskOf = (plant: Pick<Plant, 'alarms'> | undefined, zone: string): Desk | undefined =>
  plant?.alarms?.positions?.find(({ zones }) => zones.includes(zone))

/** The zones whose alarms the operator of this one sees, itself among them. */
export const zonesBeside = (plant: Pick<Plant, 'alarms'> | undefined, zone: string): readonly string[] =>
  deskOf(plant, zone)?.zones ?? [zone]
