import type { Incident, Plant } from '@genba/contracts'
import { neighbours } from '@genba/plant'

/**
 * The conduit by which an incident came into a zone: the one it spread through; else one from where its actors are; else the first
 * that leads into the zone at all. Undefined when none does.
 */
export function wayIn(plant: Plant, incident: Incident, zone: string): string | undefined {
  const spread = incident.spread.findLast((each) => each.zone === zone)
  if (spread) return spread.conduit
  const leading = plant.zones.flatMap((from) =>
    neighbours(plant, from.id)
      .filter((to) => to.zone === zone)
      .map(({ conduit }) => ({ from: from.id, conduit })),
  )
  const origins = new Set([...actorZones(plant, incident), ...incident.zones])
  return (leading.find(({ from }) => origins.has(from)) ?? leading[0])?.conduit
}

/** Zones from which somebody acted, by the samples' sources and by actors that are assets of the plant. */
function actorZones(plant: Plant, incident: Incident): string[] {
  const sources = incident.samples.flatMap(({ src }) => (src?.zone === undefined ? [] : [src.zone]))
  const actors = new Set(incident.actors.map((actor) => actor.replace(/^asset:/, '')))
  return [...sources, ...plant.assets.filter(({ id }) => actors.has(id)).map((asset) => asset.zone)]
}
