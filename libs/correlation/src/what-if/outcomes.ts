import type { Incident, Localised, Signal } from '@genba/contracts'
import { absorb } from '../incidents/absorb.js'
import type { JoinSettings, PlantFacts } from '../incidents/facts.js'

/** What is compared of an incident. */
export type Outcome = {
  incident: Pick<Incident, 'id' | 'plant' | 'title' | 'zones' | 'openedAt' | 'lastAt' | 'severity' | 'alerts' | 'drill'>
  /** Signals by rule. */
  rules: Map<string, { title: Localised; count: number }>
  groups: Map<string, OutcomeGroup>
}
export type OutcomeGroup = { rule: string; name: string; zone: string; asset?: string | undefined; count: number }

/**
 * The incidents that signals make, given in the order in which they fired and whole as they ended. Nobody closes one in between. Those that
 * no later signal can reach are let go, so that a plant with many of them costs no more than its open ones.
 */
export function outcomesOf(
  signals: readonly Signal[],
  factsOf: (plant: string) => PlantFacts,
  settings: JoinSettings,
): Outcome[] {
  const firstFrom = new Array<number>(signals.length + 1).fill(Infinity)
  for (let at = signals.length - 1; at >= 0; at--)
    firstFrom[at] = Math.min(firstFrom[at + 1] as number, (signals[at] as Signal).firstAt)
  const open = new Map<string, Incident[]>()
  const outcomes: Outcome[] = []
  signals.forEach((signal, at) => {
    const reachable: Incident[] = []
    for (const incident of open.get(signal.plant) ?? [])
      if (incident.lastAt + settings.joinMs >= (firstFrom[at] as number)) reachable.push(incident)
      else outcomes.push(outcomeOf(incident))
    const absorbed = absorb(reachable, signal, factsOf(signal.plant), settings)
    open.set(
      signal.plant,
      absorbed ? [...reachable.filter(({ id }) => id !== absorbed.incident.id), absorbed.incident] : reachable,
    )
  })
  return [...outcomes, ...[...open.values()].flat().map(outcomeOf)]
}

function outcomeOf(whole: Incident): Outcome {
  const { id, plant, title, zones, openedAt, lastAt, severity, alerts, drill } = whole
  const rules = new Map<string, { title: Localised; count: number }>()
  for (const { rule } of whole.signals)
    rules.set(rule.id, { title: rule.title, count: (rules.get(rule.id)?.count ?? 0) + 1 })
  return {
    incident: {
      id,
      plant,
      title,
      zones,
      openedAt,
      lastAt,
      severity,
      alerts,
      ...(drill === undefined ? {} : { drill }),
    },
    rules,
    groups: new Map(
      whole.groups.map(({ rule, name, zone, asset, count }) => [
        `${zone} ${rule} ${asset ?? ''}`,
        { rule, name, zone, asset, count },
      ]),
    ),
  }
}
