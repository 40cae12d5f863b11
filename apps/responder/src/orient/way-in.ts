import type { Incident, Plant, WayIn } from '@genba/contracts'
import { neighbours } from '@genba/plant'

/**
 * The conduit by which an incident came into a zone: the one it spread through; else one from where its actors are; else the first
 * that leads into the zone at all. A guess that is told as one, with its reason. Undefined when none does.
 */
export function wayIn(plant: Plant, incident: Incident, zone: string): WayIn | undefined {
  const spread = incident.spread.findLast((each) => each.zone === zone)
  if (spread) return { conduit: spread.conduit, because: 'spread' }
  const leading = plant.zones.flatMap((from) =>
    neighbours(plant, from.id)
      .filter((to) => to.zone === zone)
      .map(({ conduit }) => ({ from: from.id, conduit })),
  )
  const origins = new Set([...actorZones(plant, incident), ...incident.zones])
  const fromActors = leading.find(({ from }) => origins.has(from))
  if (fromActors) return { conduit: fromActors.conduit, because: 'actors' }
  return leading[0] && { conduit: leading[0].conduit, because: 'only-way' }
}

/** Zones from which somebody acted, by the samples' sources and by actors that are assets of the plant. */
function actorZones(plant: Plant, incident: Incident): string[] {
  const sources = incident.samples.flatMap(({ src }) => (src?.zone === undefined ? [] : [src.zone]))
  const actors = new Set(incident.actors.map((actor) => actor.replace(/^asset:/, '')))
  return [...sources, ...plant.assets.filter(({ id }) => actors.has(id)).map((asset) => asset.zone)]
}
