import { UNPLACED, type Localised, type Plant } from '@genba/contracts'
import { useMemo } from 'react'
import { usePlant } from '../api/queries.js'
import { useWords } from '../i18n/use-words.js'

type Named = { id: string; name: Localised }

/** Names of a plant's parts in the chosen language; an id that the plant does not have stands for itself. */
export function usePlantNames(id: string | undefined) {
  const { pick, t, language } = useWords()
  const plant = usePlant(id).data
  return useMemo(() => plantNames(plant, id ?? '', pick, t('zoneUnplaced')), [plant, id, language])
}
export type PlantNames = ReturnType<typeof plantNames>

export function plantNames(plant: Plant | undefined, id: string, pick: (text: Localised) => string, unplaced: string) {
  const among = (parts: readonly Named[] | undefined) => {
    let names: Map<string, string> | undefined
    return (part: string): string => {
      names ??= new Map(parts?.map(({ id: known, name }) => [known, pick(name)]))
      return names.get(part) ?? part
    }
  }
  const zone = among(plant?.zones)
  const desks = plant?.alarms?.positions
  const desk = among(desks)
  return {
    plant,
    name: plant ? pick(plant.name) : id,
    timeZone: plant?.timeZone ?? 'UTC',
    zone: (part: string): string => (part === UNPLACED ? unplaced : zone(part)),
    /** The desk that works a zone; undefined when the zone is a position of its own. */
    deskOf: (part: string): string | undefined => {
      const found = desks?.find(({ zones }) => zones.includes(part))
      return found && pick(found.name)
    },
    /** An operator position: a desk with its zones, or a zone. */
    position: ({ zone: part, desk: id }: { zone?: string | undefined; desk?: string | undefined }): string => {
      if (id === undefined) return part === undefined ? '' : part === UNPLACED ? unplaced : zone(part)
      const zones = desks?.find((each) => each.id === id)?.zones ?? []
      return `${desk(id)} (${zones.map(zone).join(', ')})`
    },
    asset: among(plant?.assets),
    process: among(plant?.processes),
    conduit: among(plant?.conduits),
  }
}
