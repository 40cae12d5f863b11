import type { PlantSummary } from '@genba/contracts'

/** Plants in which more decisions wait than before, or a worse incident is open: what is worth a sound. */
export function risen(before: readonly PlantSummary[], now: readonly PlantSummary[]): PlantSummary[] {
  const known = new Map(before.map((plant) => [plant.id, plant]))
  return now.filter((plant) => {
    const was = known.get(plant.id)
    if (!was || was === plant) return false
    return plant.waiting > was.waiting || (plant.open > was.open && plant.severity >= was.severity)
  })
}
