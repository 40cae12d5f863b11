import type { Incident, Localised, Signal } from '@genba/contracts'
import type { JoinSettings, PlantFacts } from '../incidents/facts.js'
import { openGrouping } from '../incidents/grouping.js'
import { regroup } from '../incidents/regroup.js'

/** What is compared of an incident. */
export type Outcome = {
  incident: Pick<Incident, 'id' | 'plant' | 'title' | 'zones' | 'openedAt' | 'lastAt' | 'severity' | 'alerts' | 'drill'>
  /** Signals by rule. */
  rules: Map<string, { title: Localised; count: number }>
  groups: Map<string, OutcomeGroup>
}
export type OutcomeGroup = { rule: string; name: string; zone: string; asset?: string | undefined; count: number }

/** The incidents that signals make, given in the order in which they fired and whole as they ended. Nobody closes one in between. */
export function outcomesOf(
  signals: readonly Signal[],
  factsOf: (plant: string) => PlantFacts,
  settings: JoinSettings,
): Outcome[] {
  const byPlant = new Map<string, (Signal & { order: number })[]>()
  signals.forEach((signal, order) => {
    const known = byPlant.get(signal.plant)
    if (known) known.push({ ...signal, order })
    else byPlant.set(signal.plant, [{ ...signal, order }])
  })
  return [...byPlant].flatMap(([plant, its]) => {
    const grouping = openGrouping(plant, { signals: its, operations: [], incidents: [] })
    return regroup(grouping, factsOf(plant), settings).map(outcomeOf)
  })
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
