import type { Incident, Plant, RelatedIncident } from '@genba/contracts'
import { newestOf } from './ask-correlator.js'

const SHARED_MAX = 5
/** Incidents further apart than this are hardly one. */
const GAP_MAX_MS = 7 * 86_400_000

/** What speaks for one cause of two incidents; nobody decides by it but people. */
export function relate(own: Incident, other: Incident, plant: Pick<Plant, 'conduits'>): RelatedIncident {
  const mine = new Set([...own.actors, ...own.targets])
  const techniques = new Set(own.techniques)
  const zones = new Set(own.zones)
  const { id, title, openedAt, lastAt, severity } = other
  const isBetween = (from: string, to: string) => own.zones.includes(from) && other.zones.includes(to)
  return {
    ...{ id, title, openedAt, lastAt, severity },
    zones: other.zones,
    seen: newestOf(other),
    shared: [...new Set([...other.actors, ...other.targets])].filter((name) => mine.has(name)).slice(0, SHARED_MAX),
    techniques: other.techniques.filter((technique) => techniques.has(technique)),
    zonesShared: other.zones.filter((zone) => zones.has(zone)),
    conduits: plant.conduits
      .filter(({ from, to }) => isBetween(from, to) || isBetween(to, from))
      .map((conduit) => conduit.id),
    gapMs: Math.max(0, other.openedAt - own.lastAt, own.openedAt - other.lastAt),
  }
}

/** Most reasons first; of equals the nearest in time. */
export function rank(related: readonly RelatedIncident[], max: number): RelatedIncident[] {
  const reasons = ({ shared, techniques, zonesShared, conduits }: RelatedIncident) =>
    4 * Math.min(2, shared.length) + 2 * Number(zonesShared.length > 0) + 2 * Number(conduits.length > 0) + Number(techniques.length > 0) // prettier-ignore
  return related
    .filter(({ gapMs }) => gapMs <= GAP_MAX_MS)
    .sort((a, b) => reasons(b) - reasons(a) || a.gapMs - b.gapMs || (a.id < b.id ? -1 : 1))
    .slice(0, max)
}
