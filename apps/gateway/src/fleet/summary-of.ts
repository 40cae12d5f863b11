import type { IncidentRow, Plant, PlantSummary } from '@genba/contracts'

/** A plant in a few numbers, from the rows of its open incidents. */
export function summaryOf(plant: Plant, rows: readonly IncidentRow[]): PlantSummary {
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
