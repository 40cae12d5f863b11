import type { Incident, Signal } from '@genba/contracts'
import type { PlantFacts } from './facts.js'

/** How two zones belong together: over which conduit, from where to where, and who was seen on both sides. */
export type Path = { from: string; to: string; conduit: string; shared: string }

/** A path, or what is missing for one. */
export type Traced = { path: Path } | { missing: 'shared' } | { missing: 'conduit'; shared: string }

/**
 * The path between an incident and a signal of another zone: a conduit that may be opened from the earlier to the later, and somebody who
 * acted in the later and acted in or was the target of the earlier. Undefined when there is none: a conduit alone is no reason.
 */
export function findPath(incident: Incident, signal: Signal, facts: PlantFacts): Path | undefined {
  const traced = tracePath(incident, signal, facts)
  return 'path' in traced ? traced.path : undefined
}

export function tracePath(
  incident: Pick<Incident, 'openedAt' | 'actors' | 'targets' | 'zones'>,
  signal: Signal,
  { conduits }: Pick<PlantFacts, 'conduits'>,
): Traced {
  const isLater = signal.firstAt >= incident.openedAt
  const [earlier, later] = isLater ? [incident, signal] : [signal, incident]
  const seen = new Set([...earlier.actors, ...earlier.targets])
  const shared = later.actors.filter((name) => seen.has(name)).sort()[0]
  if (shared === undefined) return { missing: 'shared' }
  for (const zone of incident.zones) {
    const [from, to] = isLater ? [zone, signal.zone] : [signal.zone, zone]
    const conduit = conduits.find(
      (each) =>
        (each.from === from && each.to === to) || (each.direction === 'both' && each.from === to && each.to === from),
    )
    if (conduit) return { path: { from, to, conduit: conduit.id, shared } }
  }
  return { missing: 'conduit', shared }
}
