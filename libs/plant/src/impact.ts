import { IMPORTANCE_KEYS, type Impact, type Importance, type Level, type Plant } from '@genba/contracts'
import { reach } from './reach.js'

/** How far impact looks along conduits: the zones that an intruder enters next and those behind them. */
export const IMPACT_HOPS = 2

const ORDER = { low: 0, medium: 1, high: 2 } as const satisfies Record<Level, number>
const NONE: Importance = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' }

/**
 * What an incident touches (guideline 3.1.3, 3.1.5): the greatest importance for BC, S, Q, D and C over the hit assets and the
 * business processes that they support. A zone without a hit asset counts with its own importance, and all business processes of
 * its assets are named, since nobody knows yet which of them is hit. Zones and assets that the plant does not have are passed over.
 */
export function impact(plant: Plant, hit: { zones: readonly string[]; assets: readonly string[] }): Impact {
  const assets = plant.assets.filter((asset) => hit.assets.includes(asset.id))
  const blindZones = plant.zones.filter(
    (zone) => hit.zones.includes(zone.id) && !assets.some((asset) => asset.zone === zone.id),
  )
  const supported = new Set(assets.flatMap((asset) => asset.processes))
  const possible = new Set(
    plant.assets
      .filter((asset) => blindZones.some((zone) => zone.id === asset.zone))
      .flatMap((asset) => asset.processes),
  )
  const processes = plant.processes.filter((process) => supported.has(process.id))
  return {
    importance: [...assets, ...processes, ...blindZones].map((each) => each.importance).reduce(greater, NONE),
    assets: assets.map((asset) => asset.id),
    processes: plant.processes.filter(({ id }) => supported.has(id) || possible.has(id)).map(({ id }) => id),
    reach: reach(plant, hit.zones, IMPACT_HOPS),
  }
}

function greater(a: Importance, b: Importance): Importance {
  const most = { ...a }
  for (const key of IMPORTANCE_KEYS) if (ORDER[b[key]] > ORDER[a[key]]) most[key] = b[key]
  return most
}
