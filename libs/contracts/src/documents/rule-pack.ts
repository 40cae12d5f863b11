import { z } from 'zod'
import { EpochMs } from '../words.js'

/**
 * The `rulePacks` document, `_id` is `in-force`: the rules that the correlator goes by. Recorded when it took changed rule files over or
 * refused them. `from` says where in alert.v1 each partition began to go by them; absent for a partition that has had them since its start.
 */
export const RulesInForce = z.object({
  v: z.literal(1),
  /** SHA-256 of the files' names and contents. */
  hash: z.string(),
  since: EpochMs,
  rules: z.number().int(),
  from: z.record(z.string(), z.object({ offset: z.number().int(), at: EpochMs })),
  /** The newest change that was not valid; absent when none has been since. Each fault begins with `file:line`. */
  refused: z.object({ hash: z.string(), at: EpochMs, faults: z.array(z.string()) }).optional(),
})
export type RulesInForce = z.infer<typeof RulesInForce>

export const RULES_IN_FORCE = 'in-force'
/** Faults kept of a refused change. */
export const RULE_FAULTS_MAX = 100
