import type { PlantSummary } from '@genba/contracts'
import { matches } from '../incidents/order.js'

/** How urgently a plant needs somebody: a person's decision first, then what goes on, then calm. */
export const URGENCIES = ['deciding', 'attacked', 'watched', 'calm'] as const
export type Urgency = (typeof URGENCIES)[number]

/** From here on an open incident counts as an attack that somebody should look at now ("high"). */
const ATTACK_SEVERITY = 70

export function urgencyOf({ waiting, parked, open, severity, flooding, silent }: PlantSummary): Urgency {
  if (waiting > 0 || parked > 0) return 'deciding'
  if (open === 0) return flooding.length > 0 || silent > 0 ? 'watched' : 'calm'
  return severity >= ATTACK_SEVERITY ? 'attacked' : 'watched'
}

export type Grouping = 'urgency' | 'group'
export type Band = { key: string; urgency?: Urgency; title?: PlantSummary['name'] | undefined; plants: string[] }

type Wish = { by: Grouping; text: string; isTroubledOnly: boolean; pick: (name: PlantSummary['name']) => string }

/** Plants in bands, the most urgent on top in each; empty bands are left out. */
export function bandsOf(fleet: readonly PlantSummary[], { by, text, isTroubledOnly, pick }: Wish): Band[] {
  const ranked = fleet
    .map((plant) => ({ plant, urgency: urgencyOf(plant) }))
    .filter(({ plant, urgency }) => {
      if (isTroubledOnly && urgency === 'calm') return false
      return text === '' || matches([pick(plant.name), plant.group ? pick(plant.group) : '', plant.id], text)
    })
    .sort(byUrgency)
  const bands = new Map<string, Band>()
  for (const { plant, urgency } of ranked) {
    const key = by === 'urgency' ? urgency : (plant.group?.en ?? '')
    const band = bands.get(key) ?? { key, ...(by === 'urgency' ? { urgency } : { title: plant.group }), plants: [] }
    band.plants.push(plant.id)
    bands.set(key, band)
  }
  return [...bands.values()]
}

type Ranked = { plant: PlantSummary; urgency: Urgency }

function byUrgency(a: Ranked, b: Ranked): number {
  return (
    URGENCIES.indexOf(a.urgency) - URGENCIES.indexOf(b.urgency) ||
    Number(b.plant.late > 0) - Number(a.plant.late > 0) ||
    b.plant.severity - a.plant.severity ||
    (a.plant.phaseSince ?? 0) - (b.plant.phaseSince ?? 0) ||
    (a.plant.id < b.plant.id ? -1 : 1)
  )
}

/** One line of the screen: the head of a band, or as many tiles as fit beside each other. */
export type Line = { kind: 'head'; band: Band } | { kind: 'tiles'; plants: string[]; from: number; isCalm: boolean }

/** Bands broken into lines; `from` numbers the tiles through the whole page, for the arrow keys. */
export function linesOf(bands: readonly Band[], columns: number): Line[] {
  let from = 0
  return bands.flatMap((band): Line[] => {
    const lines: Line[] = [{ kind: 'head', band }]
    for (let at = 0; at < band.plants.length; at += columns) {
      const plants = band.plants.slice(at, at + columns)
      lines.push({ kind: 'tiles', plants, from, isCalm: band.urgency === 'calm' })
      from += plants.length
    }
    return lines
  })
}
