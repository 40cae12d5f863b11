import { UNPLACED, type Localised, type Plant } from '@genba/contracts'
import { usePlant } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'

type Named = { id: string; name: Localised }

/** Names of a plant's parts in the chosen language; an id that the plant does not have stands for itself. */
export function usePlantNames(id: string | undefined) {
  const { pick, t } = useWords()
  const plant = usePlant(id).data
  return plantNames(plant, id ?? '', pick, t('zoneUnplaced'))
}
export type PlantNames = ReturnType<typeof plantNames>

export function plantNames(plant: Plant | undefined, id: string, pick: (text: Localised) => string, unplaced: string) {
  const among = (parts: readonly Named[] | undefined) => {
    const names = new Map(parts?.map((part) => [part.id, pick(part.name)]))
    return (part: string): string => names.get(part) ?? part
  }
  const zone = among(plant?.zones)
  return {
    plant,
    name: plant ? pick(plant.name) : id,
    timeZone: plant?.timeZone ?? 'UTC',
    zone: (part: string): string => (part === UNPLACED ? unplaced : zone(part)),
    asset: among(plant?.assets),
    process: among(plant?.processes),
    conduit: among(plant?.conduits),
  }
}
