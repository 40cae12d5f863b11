import type { PlantSummary } from '@genba/contracts'

/** Gives the plants that it gave before until one comes, goes, is renamed or changes its state: their numbers change many times a second. */
export function keepPlants(): (fleet: readonly PlantSummary[]) => readonly PlantSummary[] {
  let kept: readonly PlantSummary[] | undefined
  return (fleet) => {
    if (fleet.length !== kept?.length || !fleet.every((plant, at) => isSame(plant, kept?.[at]))) kept = fleet
    return kept
  }
}

const isSame = (a: PlantSummary, b: PlantSummary | undefined): boolean =>
  a === b || (a.id === b?.id && a.state === b.state && a.name.ja === b.name.ja && a.name.en === b.name.en)
