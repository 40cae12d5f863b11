import { z } from 'zod'
import { AlarmVerdict } from '../documents/alarm-position.js'
import { CoverKind } from '../documents/alarm-state.js'
import { TacticStep } from '../topics/incident.v1.js'
import { EpochMs, Localised, Severity0to100 } from '../words.js'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/** Bounds of one explanation, so that a rule with a long list does not make a long answer; what is left out is counted in `more`. */
export const EXPECTED_MAX = 10
export const COMPARED_MAX = 5
export const JOINS_MAX = 20
export const FIRINGS_MAX = 5

/** One comparison of a base rule with the alert: of a match those that hold, else the first that decided against it. */
export const Compared = z.object({
  /** Name of the selection in the rule file; `logsource` for where the log comes from. */
  selection: z.string(),
  /** Empty for a keyword, which may stand anywhere in the alert. */
  field: z.string(),
  modifiers: z.array(z.string()),
  expected: z.array(z.union([Scalar, z.null()])),
  more: z.number().int(),
  /** Absent when the alert has no such field. */
  actual: Scalar.optional(),
  /** True for a filter: the alert has what the rule leaves out. */
  isExcluded: z.boolean(),
})
export type Compared = z.infer<typeof Compared>

export const ExplainedBase = z.object({
  id: z.string(),
  title: z.string(),
  isMatched: z.boolean(),
  compared: z.array(Compared),
})
export type ExplainedBase = z.infer<typeof ExplainedBase>

/** The window with the alert in it that came nearest to the condition, or the one that fired. Event time, closed at both ends. */
export const ExplainedWindow = z.object({
  from: EpochMs,
  to: EpochMs,
  /** Alerts, distinct values or steps that came together, and how many the rule needs. */
  count: z.number().int(),
  needed: z.number().int(),
  /** Alerts in the same window that match too but have other values of the group-by fields. */
  elsewhere: z.number().int(),
})
export type ExplainedWindow = z.infer<typeof ExplainedWindow>

export const ExplainedSignal = z.object({
  id: z.string(),
  firstAt: EpochMs,
  lastAt: EpochMs,
  firedAt: EpochMs,
  count: z.number().int(),
  /** Absent when no incident that was looked at holds it. */
  incident: z.string().optional(),
})
export type ExplainedSignal = z.infer<typeof ExplainedSignal>

/**
 * Fired; matched after it had fired and before it can fire anew, which rules that build on it do not hear of; matched in a window that is not judged yet, since alerts
 * that come late may still change it; matched but the window lacks something; matched but has no value to group or count by; matched but came too late; not matched.
 */
export const RuleOutcome = z.enum([
  'fired',
  'after',
  'unsettled',
  'waiting',
  'no-group',
  'no-value',
  'late',
  'unmatched',
])
export type RuleOutcome = z.infer<typeof RuleOutcome>

/** A firing of a rule that others build on: they hear of it at `to`, as one event. Its window is in event time, closed at both ends. */
export const ExplainedFiring = z.object({
  from: EpochMs,
  to: EpochMs,
  /** In that window. */
  alerts: z.number().int(),
  group: z.record(z.string(), z.string()),
  holdsAlert: z.boolean(),
})
export type ExplainedFiring = z.infer<typeof ExplainedFiring>

const Judged = z.object({
  id: z.string(),
  title: Localised,
  kind: z.enum([
    'event_count',
    'value_count',
    'value_sum',
    'value_avg',
    'value_percentile',
    'temporal',
    'temporal_ordered',
  ]),
  timespanMs: z.number().int(),
  outcome: RuleOutcome,
  bases: z.array(ExplainedBase),
  /** Each group-by field and the alert's value; null when it has none. Absent when no base rule matched. */
  group: z.record(z.string(), z.union([z.string(), z.null()])).optional(),
  window: ExplainedWindow.optional(),
})

/** A rule that another one builds on. `into` is the one that hears of its firings: those that hold the alert first, then the nearest in time; `more` are left out. */
export const ExplainedLink = Judged.extend({
  into: z.string(),
  firings: z.array(ExplainedFiring),
  more: z.number().int(),
})
export type ExplainedLink = z.infer<typeof ExplainedLink>

export const ExplainedRule = Judged.extend({
  techniques: z.array(z.string()),
  signal: ExplainedSignal.optional(),
  /** Of a rule that builds on rules: these, each after those that it builds on itself. Absent where a rule builds on none. */
  chain: z.array(ExplainedLink).optional(),
})
export type ExplainedRule = z.infer<typeof ExplainedRule>

/**
 * How a signal came into an incident (opened it, same zone, over a conduit, by the next step of an attack chain, with an incident that was
 * merged, taken out of another by a person, else joined), or why it did not.
 */
export const JoinCode = z.enum([
  'opened',
  'same-zone',
  'conduit',
  'chain',
  'merged',
  'split',
  'detached',
  'joined',
  'other-drill',
  'merged-away',
  'taken-out',
  'locked',
  'closed',
  'too-long-ago',
  'nothing-shared',
  'no-conduit',
  'no-step',
  'other-nearer',
])
export type JoinCode = z.infer<typeof JoinCode>

export const ExplainedJoin = z.object({
  signal: z.string(),
  rule: z.string(),
  zone: z.string(),
  incident: z.string(),
  title: Localised,
  code: JoinCode,
  conduit: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** Address or `asset:` name seen on both sides. */
  shared: z.string().optional(),
  /** The tactics of ATT&CK for ICS that the attack went on between. */
  step: TacticStep.optional(),
  /** Who decided it, and why; only where a person did. */
  by: z.string().optional(),
  reason: z.string().optional(),
  /** The incident that a merged one went into, or that a person took the signal to or from. */
  other: z.string().optional(),
  /** How far apart in event time they are, and how far they may be. */
  gapMs: z.number().int().optional(),
  joinMs: z.number().int().optional(),
})
export type ExplainedJoin = z.infer<typeof ExplainedJoin>

export const ExplanationVerdict = z.enum([
  'in-incident',
  'in-other-incident',
  'signal-only',
  'late',
  'no-rule-fired',
  'no-rule-matched',
])
export type ExplanationVerdict = z.infer<typeof ExplanationVerdict>

/** What became of the alert as an alarm. `support`: rules count it, but none fires by such alerts alone. */
export const ExplainedAlarm = z.object({
  is: AlarmVerdict,
  counts: z.enum(['full', 'support']),
  /** What hid it; who, why and until when only where a person did. */
  cover: z
    .object({
      kind: CoverKind,
      id: z.string(),
      by: z.string().optional(),
      reason: z.string().optional(),
      until: EpochMs.optional(),
    })
    .optional(),
})
export type ExplainedAlarm = z.infer<typeof ExplainedAlarm>

/** Why an alert is in an incident, or why it is not: facts and codes, no sentences. */
export const Explanation = z.object({
  alert: z.object({
    id: z.string(),
    plant: z.string(),
    zone: z.string(),
    asset: z.string().optional(),
    at: EpochMs,
    receivedAt: EpochMs,
    rule: z.string(),
    name: z.string(),
    severity: Severity0to100,
    drill: z.string().optional(),
  }),
  verdict: ExplanationVerdict,
  /** The incident that holds the alert; absent when none does. */
  incident: z.string().optional(),
  alarm: ExplainedAlarm.optional(),
  /** How often it arrived: more than once are repeats, counted and left out. */
  deliveries: z.number().int(),
  /** How far behind its zone's newest event it came, and how far it may; absent when in time. */
  late: z.object({ behindMs: z.number().int(), latenessMs: z.number().int() }).optional(),
  rules: z.array(ExplainedRule),
  joins: z.array(ExplainedJoin),
  /** What the answer stands on. `samples`: the topic no longer has the alert, so only the incident's samples were looked at. */
  read: z.object({
    from: z.enum(['topic', 'samples']),
    alerts: z.number().int(),
    /** True when a bound (alerts, time) ended the reading before all that could matter was read: counts are then lower bounds. */
    isCut: z.boolean(),
  }),
})
export type Explanation = z.infer<typeof Explanation>

/** Where in the topic to look for an alert that is in no incident; absent: among the last day's. */
export const WhyQuery = z.object({ receivedAt: z.coerce.number().pipe(EpochMs).optional() })
export type WhyQuery = z.infer<typeof WhyQuery>
