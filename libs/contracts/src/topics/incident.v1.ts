import { z } from 'zod'
import { EpochMs, Localised, Severity0to100 } from '../words.js'
import { Alert } from './alert.v1.js'
import { AlertGroup, Signal } from './signal.v1.js'

export const INCIDENT_SAMPLES_MAX = 50
export const INCIDENT_GROUPS_MAX = 300
export const INCIDENT_SIGNALS_MAX = 300

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

/** How an incident came into a zone: the conduit and what both sides share. */
export const Spread = z.object({
  zone: z.string(),
  from: z.string(),
  conduit: z.string(),
  shared: z.string(),
  at: EpochMs,
})
export type Spread = z.infer<typeof Spread>

/**
 * Recorded when an incident opened, grew, spread, closed or reopened, by the correlator's second stage, keyed by plant.
 * The same shape is the `incidents` document (which adds `_id`, `version`, `publishedVersion`).
 */
export const Incident = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  title: Localised,
  state: z.enum(['open', 'closed']),
  /** Zones in the order in which they were reached; the first is where it began. */
  zones: z.array(z.string()),
  spread: z.array(Spread),
  openedAt: EpochMs,
  lastAt: EpochMs,
  closedAt: EpochMs.optional(),
  closed: z.object({ by: z.string(), reason: z.string() }).optional(),
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
