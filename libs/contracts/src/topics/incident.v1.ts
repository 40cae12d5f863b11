import { z } from 'zod'
import { EpochMs, Localised, Severity0to100, Tactic } from '../words.js'
import { Alert } from './alert.v1.js'
import { AlertGroup, Signal } from './signal.v1.js'

export const INCIDENT_SAMPLES_MAX = 50
export const INCIDENT_GROUPS_MAX = 300
export const INCIDENT_SIGNALS_MAX = 300
export const INCIDENT_OPERATIONS_MAX = 100

/** What an incident keeps of a signal. */
export const SignalSummary = Signal.pick({
  id: true,
  revision: true,
  zone: true,
  rule: true,
  group: true,
  timespanMs: true,
  firstAt: true,
  lastAt: true,
  firedAt: true,
  count: true,
  severity: true,
})
export type SignalSummary = z.infer<typeof SignalSummary>

/**
 * Alerts of one sensor rule on one asset over all signals of the incident. `by` says how many each signal holds, so that a newer revision
 * replaces what its signal said before; absent on incidents written before it was there.
 */
export const IncidentGroup = AlertGroup.extend({ by: z.record(z.string(), z.number().int()).optional() })
export type IncidentGroup = z.infer<typeof IncidentGroup>

/** From which tactic of ATT&CK for ICS to which one an attack went on. */
export const TacticStep = z.object({ from: Tactic, to: Tactic })
export type TacticStep = z.infer<typeof TacticStep>

/** How an incident came into a zone: the conduit, what both sides share and, of an attack chain, the step from tactic to tactic. */
export const Spread = z.object({
  zone: z.string(),
  from: z.string(),
  conduit: z.string(),
  shared: z.string(),
  at: EpochMs,
  /** Only where the chain of tactics joined the zones, not somebody who went on acting. */
  step: TacticStep.optional(),
})
export type Spread = z.infer<typeof Spread>

/** Why two signals belong together: one zone and near in time, or a conduit with what both sides share. `signal` is the later one. */
export const Link = z.object({
  code: z.enum(['same-zone', 'conduit', 'chain', 'person']),
  signal: z.string(),
  from: z.string(),
  to: z.string(),
  conduit: z.string().optional(),
  shared: z.string().optional(),
  step: TacticStep.optional(),
  /** Of `person`: the operation. */
  operation: z.string().optional(),
})
export type Link = z.infer<typeof Link>

/** An incident that became part of this one: the links from its first signal to this one's, one after the other. */
export const Merge = z.object({ incident: z.string(), links: z.array(Link) })
export type Merge = z.infer<typeof Merge>

export const OPERATION_KINDS = ['closed', 'merged', 'split', 'detached', 'undone'] as const
export const OperationKind = z.enum(OPERATION_KINDS)
export type OperationKind = z.infer<typeof OperationKind>

/** Why an operation was not carried out. */
export const OperationRefusal = z.enum([
  'changed',
  'not-found',
  'not-open',
  'not-in',
  'nothing-left',
  'drill',
  'undone',
])
export type OperationRefusal = z.infer<typeof OperationRefusal>

const done = { by: z.string(), reason: z.string(), at: EpochMs }
/** What a person did with the incident; its id is what undoes it. */
export const IncidentOperation = z.object({
  id: z.string(),
  kind: OperationKind,
  ...done,
  /** The incident on the other side: merged, split off, or where it was taken from. */
  other: z.string().optional(),
  /** Of a split or detachment, at most INCIDENT_SIGNALS_MAX. */
  signals: z.array(z.string()).optional(),
  undone: z.object({ id: z.string(), ...done }).optional(),
  refused: OperationRefusal.optional(),
})
export type IncidentOperation = z.infer<typeof IncidentOperation>

/**
 * Recorded when an incident opened, grew, spread, was closed, merged, split or reopened, by the correlator's second stage, keyed by plant.
 * The same shape is the `incidents` document (which adds `_id`, `version`, `publishedVersion`).
 */
export const Incident = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  title: Localised,
  state: z.enum(['open', 'closed', 'merged']),
  /** Zones in the order in which they were reached; the first is where it began. */
  zones: z.array(z.string()),
  spread: z.array(Spread),
  openedAt: EpochMs,
  lastAt: EpochMs,
  closedAt: EpochMs.optional(),
  closed: z.object({ by: z.string(), reason: z.string() }).optional(),
  /** The first signal, by which it is known again; absent on incidents written before it was there. */
  opener: z.string().optional(),
  /** Only once it is older than an incident may grow: signals that begin later are another incident. Event time. */
  lockedAt: EpochMs.optional(),
  /** Only on a merged one: where it went. It keeps what it had. */
  merged: z.object({ into: z.string(), links: z.array(Link) }).optional(),
  /** Incidents that became part of this one; absent when none did. */
  merges: z.array(Merge).optional(),
  /** What people did, the oldest first; absent when nobody did anything. */
  operations: z.array(IncidentOperation).optional(),
  severity: Severity0to100,
  alerts: z.number().int(),
  techniques: z.array(z.string()),
  signals: z.array(SignalSummary),
  groups: z.array(IncidentGroup),
  samples: z.array(Alert),
  actors: z.array(z.string()),
  targets: z.array(z.string()),
  assets: z.array(z.string()),
  /** What the bounds above left out, counted. */
  evicted: z.object({ signals: z.number().int(), groups: z.number().int(), samples: z.number().int() }),
  drill: z.string().optional(),
})
export type Incident = z.infer<typeof Incident>
