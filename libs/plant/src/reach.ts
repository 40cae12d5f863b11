import type { Impact, Plant } from '@genba/contracts'

/** A zone that can be entered from here, and the conduit that leads there. */
export type Neighbour = { zone: string; conduit: string }

/** A zone that can be entered over `hops` conduits, and the last of them. */
export type Reached = Impact['reach'][number]

/** The zones into which somebody in `zone` may open a connection: along conduits in their direction (IEC 62443-3-2). */
export function neighbours(plant: Plant, zone: string): Neighbour[] {
  return plant.conduits.flatMap(({ id, from, to, direction }) => [
    ...(from === zone ? [{ zone: to, conduit: id }] : []),
    ...(to === zone && direction === 'both' ? [{ zone: from, conduit: id }] : []),
  ])
}

/** Where it can go next: every other zone within `hops` conduits of `zones`, nearest first; each zone once, by its shortest way. */
export function reach(plant: Plant, zones: readonly string[], hops: number): Reached[] {
  const seen = new Set(zones)
  const reached: Reached[] = []
  let edge: readonly string[] = [...seen]
  for (let hop = 1; hop <= hops && edge.length > 0; hop++) {
    const found: Reached[] = []
    for (const zone of edge)
      for (const next of neighbours(plant, zone)) {
        if (seen.has(next.zone)) continue
        seen.add(next.zone)
        found.push({ ...next, hops: hop })
      }
    reached.push(...found)
    edge = found.map((each) => each.zone)
  }
  return reached
}
