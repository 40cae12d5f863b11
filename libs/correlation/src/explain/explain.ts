import type { AlarmDesign } from '../alarm/design.js'
import {
  JOINS_MAX,
  type AlarmCover,
  type Alert,
  type Explanation,
  type ExplanationVerdict,
  type ExplainedRule,
  type Incident,
} from '@genba/contracts'
import { DEFAULT_JOIN, type JoinSettings, type PlantFacts } from '../incidents/facts.js'
import type { RulePack } from '../rules/read-rules.js'
import { DEFAULT_SETTINGS, type Settings } from '../zones/state.js'
import { explainJoins } from './explain-joins.js'
import { explainRule } from './explain-rule.js'
import { replay, type Replayed } from './replay.js'

/** What joins ask of an incident; samples and groups are not needed. */
export type IncidentFacts = Pick<
  Incident,
  | 'id'
  | 'plant'
  | 'title'
  | 'state'
  | 'zones'
  | 'spread'
  | 'openedAt'
  | 'lastAt'
  | 'closedAt'
  | 'signals'
  | 'actors'
  | 'targets'
  | 'drill'
  | 'lockedAt'
  | 'merged'
  | 'merges'
  | 'operations'
>

export type Asked = {
  pack: RulePack
  /** Alerts of the zone, and of the others of its desk, around the alert's time, in the order of their partition, the one asked for among them. */
  alerts: readonly Alert[]
  /** Incidents of the plant around that time; `asked` names the one whose page the question comes from. */
  incidents: readonly IncidentFacts[]
  asked?: string | undefined
  facts: Pick<PlantFacts, 'conduits'>
  /** What people have hidden alarms of these zones behind. */
  covers?: readonly AlarmCover[]
  /** What the plant's own file hides or keeps, and what it was doing. */
  design?: AlarmDesign
  settings?: Settings & JoinSettings
  isCut?: boolean
  /** Up to when was read, by the clock of receipt: what zones that were quiet by then had left waiting is judged. */
  until?: number | undefined
  from?: Explanation['read']['from']
}

/**
 * Why an alert is in an incident, or why it is not. Runs the alerts through the engine itself and asks the compiled rules what decided,
 * so that it can't say anything else than what the correlator did with the same alerts. Undefined when the alert is not among them.
 */
export function explain(asked: Asked, alertId: string): Explanation | undefined {
  const alert = asked.alerts.find(({ id }) => id === alertId)
  if (!alert) return undefined
  const settings = asked.settings ?? { ...DEFAULT_SETTINGS, ...DEFAULT_JOIN }
  const replayed = replay(asked.pack, settings, asked.alerts, alert, asked)
  const scene = { ...asked, settings, alert, replayed }
  const rules = asked.pack.rules
    .flatMap(({ isHidden }, index) => (isHidden ? [] : [explainRule(scene, index)]))
    .sort((a, b) => RANK[a.outcome] - RANK[b.outcome] || (a.id < b.id ? -1 : 1))
  const holder = findHolder(rules, asked.asked)
  const { id, plant, zone, asset, at, receivedAt, rule, name, severity, drill } = alert
  return {
    alert: {
      ...{ id, plant, zone, at, receivedAt, rule, name, severity },
      ...(asset === undefined ? {} : { asset }),
      ...(drill === undefined ? {} : { drill }),
    },
    verdict: judge(rules, holder, asked.asked, replayed),
    ...(holder === undefined ? {} : { incident: holder }),
    ...(replayed.alarm ? { alarm: replayed.alarm } : {}),
    deliveries: replayed.deliveries,
    ...(replayed.late ? { late: replayed.late } : {}),
    rules,
    joins: explainJoins(scene, rules).slice(0, JOINS_MAX),
    read: { from: asked.from ?? 'topic', alerts: replayed.alerts, isCut: asked.isCut ?? false },
  }
}

export type Scene = Asked & { settings: Settings & JoinSettings; alert: Alert; replayed: Replayed }

/** What says most comes first. */
const RANK: Record<ExplainedRule['outcome'], number> = {
  fired: 0,
  after: 1,
  unsettled: 2,
  waiting: 3,
  late: 4,
  'no-group': 5,
  'no-value': 6,
  unmatched: 7,
}

/** The incident that was asked about when it holds the alert, else one that does. */
function findHolder(rules: readonly ExplainedRule[], asked: string | undefined): string | undefined {
  const holders = rules.flatMap(({ signal }) => signal?.incident ?? [])
  return holders.find((id) => id === asked) ?? holders[0]
}

function judge(
  rules: readonly ExplainedRule[],
  holder: string | undefined,
  asked: string | undefined,
  { late }: Replayed,
): ExplanationVerdict {
  if (holder !== undefined) return asked === undefined || holder === asked ? 'in-incident' : 'in-other-incident'
  if (rules.some(({ outcome }) => outcome === 'fired')) return 'signal-only'
  if (late) return 'late'
  return rules.every(({ outcome }) => outcome === 'unmatched') ? 'no-rule-matched' : 'no-rule-fired'
}
