import { z } from 'zod'
import { EpochMs, Localised, Severity0to100 } from '../words.js'
import { Alert } from './alert.v1.js'

/** Alerts of one sensor rule on one asset, counted. */
export const AlertGroup = z.object({
  rule: z.string(),
  name: z.string(),
  zone: z.string(),
  asset: z.string().optional(),
  count: z.number().int(),
  severity: Severity0to100,
  firstAt: EpochMs,
  lastAt: EpochMs,
})
export type AlertGroup = z.infer<typeof AlertGroup>

export const SIGNAL_GROUPS_MAX = 100
export const SIGNAL_SAMPLES_MAX = 5
export const SIGNAL_ACTORS_MAX = 50

/**
 * Recorded when a correlation rule fired in one zone or what it found grew, by the correlator's first stage, keyed by plant.
 * Holds the whole state so far (absolute counts), so that a repeat changes nothing and the newest revision wins.
 */
export const Signal = z.object({
  v: z.literal(1),
  id: z.string(),
  revision: z.number().int(),
  plant: z.string(),
  zone: z.string(),
  rule: z.object({ id: z.string(), title: Localised, techniques: z.array(z.string()) }),
  /** The values of the rule's group-by fields. */
  group: z.record(z.string(), z.string()),
  timespanMs: z.number().int(),
  /** Event time of the first and last alert that belong to it. */
  firstAt: EpochMs,
  lastAt: EpochMs,
  /** Event time at which the condition was met. */
  firedAt: EpochMs,
  count: z.number().int(),
  severity: Severity0to100,
  groups: z.array(AlertGroup),
  samples: z.array(Alert),
  /** Who acted and on what: addresses and `asset:` names of sources and targets; they carry a signal across conduits. */
  actors: z.array(z.string()),
  targets: z.array(z.string()),
  drill: z.string().optional(),
})
export type Signal = z.infer<typeof Signal>
