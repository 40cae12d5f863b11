import { z } from 'zod'
import { Name } from '../ids.js'
import { EpochMs, Localised, Severity0to100 } from '../words.js'

/** Kafka keeps alert.v1 for so long. */
export const WHAT_IF_DAYS_MAX = 7
export const WHAT_IF_FILES_MAX = 200
export const WHAT_IF_CHARS_MAX = 500_000
/** Differing incidents told one by one; the rest is counted. */
export const WHAT_IF_INCIDENTS_MAX = 200

export const RuleFileInput = z.strictObject({
  file: z.string().regex(/^[\w][\w.-]{0,99}\.ya?ml$/, 'a file name that ends in .yml'),
  text: z.string().max(WHAT_IF_CHARS_MAX),
})
export type RuleFileInput = z.infer<typeof RuleFileInput>

/** Rule files to try on the alerts of the last days. They take the place of files of the same name, or of the whole pack. */
export const WhatIfInput = z.strictObject({
  files: z.array(RuleFileInput).min(1).max(WHAT_IF_FILES_MAX),
  replace: z.enum(['files', 'pack']).default('files'),
  days: z.number().min(0.01).max(WHAT_IF_DAYS_MAX),
  /** Absent: all plants on which this person may try rules. */
  plants: z.array(Name).min(1).max(1000).optional(),
})
export type WhatIfInput = z.infer<typeof WhatIfInput>

const Brief = z.object({
  id: z.string(),
  title: Localised,
  zones: z.array(z.string()),
  openedAt: EpochMs,
  lastAt: EpochMs,
  severity: Severity0to100,
  alerts: z.number().int(),
})
export type OutcomeBrief = z.infer<typeof Brief>

/** One incident that the changed rules make, lose or change. `rules` are signals of each rule, before and after, where they differ. */
export const IncidentDifference = z.object({
  kind: z.enum(['new', 'gone', 'changed']),
  plant: z.string(),
  drill: z.string().optional(),
  before: Brief.optional(),
  after: Brief.optional(),
  zones: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  rules: z.array(z.object({ id: z.string(), title: Localised, before: z.number().int(), after: z.number().int() })),
  /** Kinds of alerts (sensor's rule, zone, asset) that differ in count, the largest difference first, at most 20. */
  groups: z.array(
    z.object({
      rule: z.string(),
      name: z.string(),
      zone: z.string(),
      asset: z.string().optional(),
      before: z.number().int(),
      after: z.number().int(),
    }),
  ),
})
export type IncidentDifference = z.infer<typeof IncidentDifference>

export const WhatIfResult = z.object({
  /** Correlation rules by id. */
  rules: z.object({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) }),
  counts: z.object({
    before: z.number().int(),
    after: z.number().int(),
    new: z.number().int(),
    gone: z.number().int(),
    changed: z.number().int(),
    unchanged: z.number().int(),
  }),
  /** Signals of each rule of which the numbers differ. */
  signals: z.array(z.object({ id: z.string(), title: Localised, before: z.number().int(), after: z.number().int() })),
  incidents: z.array(IncidentDifference),
  /** What the bound on `incidents` left out. */
  left: z.number().int(),
  read: z.object({
    alerts: z.number().int(),
    from: EpochMs,
    until: EpochMs,
    /** Alerts or signals that a bound left out: then the counts are too low. */
    isCut: z.boolean(),
  }),
})
export type WhatIfResult = z.infer<typeof WhatIfResult>

/**
 * The `trials` document, `_id` is its id: a what-if that runs or has run. Recorded by the gateway that runs it, about once a second. `refused`: the files
 * are not valid; each fault begins with `file:line`. `lost`: the process that ran it has ended.
 */
export const WhatIfTrial = z.object({
  v: z.literal(1),
  id: z.string(),
  by: z.string(),
  state: z.enum(['running', 'done', 'refused', 'stopped', 'failed', 'lost']),
  startedAt: EpochMs,
  /** When it was last known to run. */
  seenAt: EpochMs,
  days: z.number(),
  plants: z.union([z.literal('*'), z.array(z.string())]),
  progress: z.object({ alerts: z.number().int(), messages: z.number().int(), ofMessages: z.number().int() }),
  faults: z.array(z.string()),
  /** Why it failed. */
  reason: z.enum(['too-much', 'engine-away', 'broken']).optional(),
  /** Of the pack in force that it was compared with. */
  hash: z.string(),
  result: WhatIfResult.optional(),
})
export type WhatIfTrial = z.infer<typeof WhatIfTrial>

export const WhatIfQuery = z.object({ id: z.string().min(1).max(100) })
export type WhatIfQuery = z.infer<typeof WhatIfQuery>
