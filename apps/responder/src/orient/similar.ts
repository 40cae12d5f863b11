import { SIMILAR_MAX, type Incident, type Similar } from '@genba/contracts'

/** A closed incident with what is compared, and how it was answered. */
export type Past = Omit<Similar, 'likeness'> & {
  rules: readonly string[]
  techniques: readonly string[]
  zones: readonly string[]
}

/** Less in common than this tells nobody anything. */
const LIKENESS_MIN = 0.3
/** What fired says most, where it was least. */
const WEIGHT = { rules: 0.5, techniques: 0.3, zones: 0.2 } as const

/** The closed incidents that were most like this one, the likest first, of equals the newest. */
export function similar(incident: Incident, past: readonly Past[]): Similar[] {
  const rules = incident.signals.map(({ rule }) => rule.id)
  const { techniques, zones } = incident
  return past
    .filter((each) => each.incident !== incident.id)
    .map(({ rules: hisRules, techniques: hisTechniques, zones: hisZones, ...told }) => ({
      ...told,
      likeness:
        WEIGHT.rules * shared(rules, hisRules) +
        WEIGHT.techniques * shared(techniques, hisTechniques) +
        WEIGHT.zones * shared(zones, hisZones),
    }))
    .filter(({ likeness }) => likeness >= LIKENESS_MIN)
    .sort((a, b) => b.likeness - a.likeness || b.closedAt - a.closedAt)
    .slice(0, SIMILAR_MAX)
}

/** Jaccard: what both have of what either has; nothing is shared where neither has anything. */
function shared(a: readonly string[], b: readonly string[]): number {
  const [one, other] = [new Set(a), new Set(b)]
  const either = new Set([...one, ...other]).size
  return either === 0 ? 0 : [...one].filter((each) => other.has(each)).length / either
}
