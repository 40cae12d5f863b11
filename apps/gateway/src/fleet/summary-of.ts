import type { AlarmPosition, Desk, IncidentRow, Plant, PlantSummary } from '@genba/contracts'

/** What the alarms of a plant say about how well it can be seen. */
export type Sight = Pick<PlantSummary, 'flooding' | 'floodingDesks' | 'silent'>
export const CLEAR: Sight = { flooding: [], silent: 0 }

/** A plant in a few numbers, from the rows of its open incidents and its alarms. */
export function summaryOf(plant: Plant, rows: readonly IncidentRow[], sight: Sight = CLEAR): PlantSummary {
  const real = rows.filter(({ drill }) => drill === undefined)
  const going = rows.flatMap(({ response }) => (response && response.state !== 'done' ? [response] : []))
  const phaseSince = Math.min(...going.map((response) => response.phaseSince))
  const lastAt = Math.max(...real.map((row) => row.lastAt))
  return {
    id: plant.id,
    name: plant.name,
    ...(plant.group ? { group: plant.group } : {}),
    timeZone: plant.timeZone,
    state: plant.state,
    zones: plant.zones.length,
    open: real.length,
    drills: rows.length - real.length,
    severity: Math.max(0, ...real.map(({ severity }) => severity)),
    waiting: going.reduce((sum, { waiting }) => sum + waiting.length, 0),
    parked: going.filter(({ state }) => state === 'parked').length,
    late: going.filter(({ lateAt }) => lateAt !== undefined).length,
    ...sight,
    hit: hitOf(real),
    ...(Number.isFinite(phaseSince) ? { phaseSince } : {}),
    ...(Number.isFinite(lastAt) ? { lastAt } : {}),
  }
}

/** Zones of open incidents in the order of their names, each with its worst severity. */
function hitOf(rows: readonly IncidentRow[]): PlantSummary['hit'] {
  const worst = new Map<string, number>()
  for (const { zones, severity } of rows)
    for (const zone of zones) worst.set(zone, Math.max(worst.get(zone) ?? 0, severity))
  return [...worst].sort(([a], [b]) => a.localeCompare(b)).map(([zone, severity]) => ({ zone, severity }))
}

export type Flooded = { plant: string; zones: readonly string[]; desk?: Desk }

/** A flooded position: a zone, or a desk with all its zones. */
export function flooded(
  plant: Plant | undefined,
  { plant: id, zone, desk }: Pick<AlarmPosition, 'plant' | 'zone' | 'desk'>,
): Flooded {
  const known = plant?.alarms?.positions?.find((each) => each.id === desk)
  return known ? { plant: id, zones: known.zones, desk: known } : { plant: id, zones: zone === undefined ? [] : [zone] }
}

/** What can be seen of each plant that is not clear. `silent` names a plant once for each silent sensor. */
export function sightOf(floods: readonly Flooded[], silent: readonly string[]): Map<string, Sight> {
  const sights = new Map<string, Sight>()
  const of = (plant: string): Sight => {
    const sight = sights.get(plant) ?? { flooding: [], silent: 0 }
    sights.set(plant, sight)
    return sight
  }
  for (const { plant, zones, desk } of floods) {
    const sight = of(plant)
    sight.flooding.push(...zones)
    if (desk) sight.floodingDesks = [...(sight.floodingDesks ?? []), desk]
  }
  for (const plant of silent) of(plant).silent += 1
  for (const { flooding } of sights.values()) flooding.sort()
  return sights
}
