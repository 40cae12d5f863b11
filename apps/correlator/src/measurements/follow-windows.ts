import type { AlarmCover } from '@genba/contracts'
import type { ChangeWindow, Detectors } from '@genba/correlation'
import { watching, type Watching } from './watched-zones.js'

/** The plants' detectors with the maintenance windows among what people told; the same object until a window changes. */
export function followWindows(detectors: ReadonlyMap<string, Detectors>): (covers: readonly AlarmCover[]) => Watching {
  let known: readonly AlarmCover[] = []
  let text = '[]'
  let plants = watching(detectors)
  return (covers) => {
    if (covers === known) return plants
    known = covers
    const windows = covers.filter((cover) => cover.kind === 'maintenance')
    const next = JSON.stringify(windows)
    if (next === text) return plants
    text = next
    const byPlant = new Map<string, ChangeWindow[]>()
    for (const { plant, zone, asset, id, from, until } of windows) {
      const window = { id, from, until, tags: ['**'], zones: [zone], ...(asset === undefined ? {} : { asset }) }
      byPlant.set(plant, [...(byPlant.get(plant) ?? []), window])
    }
    plants = watching(detectors, byPlant)
    return plants
  }
}
