import {
  WHAT_IF_INCIDENTS_MAX,
  type Alert,
  type AlarmCover,
  type IncidentDifference,
  type Localised,
  type Signal,
  type WhatIfResult,
} from '@genba/contracts'
import { NO_DESIGN, type AlarmDesign } from '../alarm/design.js'
import { policyOfCovers } from '../alarm/orders.js'
import type { JoinSettings, PlantFacts } from '../incidents/facts.js'
import type { RulePack } from '../rules/read-rules.js'
import type { Settings } from '../zones/state.js'
import { differ, differingCounts } from './differ.js'
import { matchOutcomes } from './match.js'
import { outcomesOf } from './outcomes.js'
import { endRun, feedRun, startRun, type Run } from './run.js'

/** The pack in force and a changed one over the same alerts, by the correlator's own engine. */
export type WhatIf = { before: Run; after: Run; settings: Settings & JoinSettings; alerts: number }

/** What was hidden at that time is hidden from both packs, so that a difference is the rules' own. */
export function startWhatIf(
  before: RulePack,
  after: RulePack,
  settings: Settings & JoinSettings,
  { covers = [], design = NO_DESIGN }: { covers?: readonly AlarmCover[]; design?: AlarmDesign } = {},
): WhatIf {
  const policy = policyOfCovers(covers, design)
  return { before: startRun(before, settings, policy), after: startRun(after, settings, policy), settings, alerts: 0 }
}

/** Takes one alert in the order of its partition; the order between partitions does not matter. */
export function feedWhatIf(whatIf: WhatIf, partition: number, alert: Alert, offset: number, index?: number): void {
  whatIf.alerts++
  feedRun(whatIf.before, partition, alert, offset, index)
  feedRun(whatIf.after, partition, alert, offset, index)
}

/** The difference in incidents. What a person would not see differ is only counted. */
export function endWhatIf(
  { before, after, settings, alerts }: WhatIf,
  factsOf: (plant: string) => PlantFacts,
  read: { from: number; until: number; isCut: boolean },
): WhatIfResult {
  const signals = [endRun(before, read.until), endRun(after, read.until)] as const
  const outcomes = [outcomesOf(signals[0], factsOf, settings), outcomesOf(signals[1], factsOf, settings)] as const
  const pairs = matchOutcomes(outcomes[0], outcomes[1])
  const differing = pairs.flatMap((pair) => differ(pair) ?? []).sort(worstFirst)
  const count = (kind: IncidentDifference['kind']) => differing.filter((each) => each.kind === kind).length
  return {
    rules: comparePacks(before.pack, after.pack),
    counts: {
      before: outcomes[0].length,
      after: outcomes[1].length,
      new: count('new'),
      gone: count('gone'),
      changed: count('changed'),
      unchanged: pairs.length - differing.length,
    },
    signals: differingCounts(countRules(signals[0]), countRules(signals[1])),
    incidents: differing.slice(0, WHAT_IF_INCIDENTS_MAX),
    left: Math.max(0, differing.length - WHAT_IF_INCIDENTS_MAX),
    read: { ...read, alerts, isCut: read.isCut || before.isCut || after.isCut },
  }
}

const RANK: Record<IncidentDifference['kind'], number> = { gone: 0, new: 1, changed: 2 }

/** What would no longer be seen comes first, then what would be new. */
const worstFirst = (a: IncidentDifference, b: IncidentDifference): number =>
  RANK[a.kind] - RANK[b.kind] ||
  severityOf(b) - severityOf(a) ||
  openedAt(b) - openedAt(a) ||
  ((a.before ?? a.after)?.id ?? '').localeCompare((b.before ?? b.after)?.id ?? '')
const severityOf = ({ before, after }: IncidentDifference): number =>
  Math.max(before?.severity ?? 0, after?.severity ?? 0)
const openedAt = ({ before, after }: IncidentDifference): number => (after ?? before)?.openedAt ?? 0

function countRules(signals: readonly Signal[]): Map<string, { title: Localised; count: number }> {
  const counts = new Map<string, { title: Localised; count: number }>()
  for (const { rule } of signals)
    counts.set(rule.id, { title: rule.title, count: (counts.get(rule.id)?.count ?? 0) + 1 })
  return counts
}

function comparePacks(before: RulePack, after: RulePack): WhatIfResult['rules'] {
  const visible = ({ rules }: RulePack) =>
    new Map(rules.filter(({ isHidden }) => !isHidden).map((rule) => [rule.id, rule.fingerprint]))
  const [was, is] = [visible(before), visible(after)]
  return {
    added: [...is.keys()].filter((id) => !was.has(id)).sort(),
    removed: [...was.keys()].filter((id) => !is.has(id)).sort(),
    changed: [...is].flatMap(([id, meaning]) => (was.has(id) && was.get(id) !== meaning ? [id] : [])).sort(),
  }
}
