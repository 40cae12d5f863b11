import type { Incident } from '@genba/contracts'

const NAMED_MAX = 20

/** Observe (guideline 3.3(1)A): what arrived, what it hit and who acted, as the variables that later steps and people read. */
export function gatherEvidence(incident: Incident): Record<string, string> {
  return {
    alerts: String(incident.alerts),
    assets: named(incident.assets),
    actors: named(incident.actors),
    rules: named([...new Set(incident.signals.map(({ rule }) => rule.id))]),
    zones_hit: named(incident.zones),
  }
}

/** The first names, and how many more there are. */
const named = (names: readonly string[]): string =>
  names.length > NAMED_MAX ? `${names.slice(0, NAMED_MAX).join(', ')} +${names.length - NAMED_MAX}` : names.join(', ')
