import { z } from 'zod'
import { EpochMs, Localised, Phase } from '../words.js'

/** What reached out of Genba, or would have: a request through a connector. */
export const ShadowEffect = z.object({ connector: z.string(), request: z.string() })
export type ShadowEffect = z.infer<typeof ShadowEffect>

export const ShadowStep = z.object({
  step: z.string(),
  name: Localised,
  phase: Phase,
  /** `refused`: people refused it; `failed`: it would not have worked, with the reason in `error`. */
  as: z.enum(['done', 'approved', 'refused', 'failed']),
  /** Nobody was asked in a shadow run: the answer that people gave to the very step, else the one that was assumed. */
  isAssumed: z.boolean().optional(),
  people: z.number().int().optional(),
  /** The way that was chosen, where there were several. */
  option: Localised.optional(),
  effect: ShadowEffect.optional(),
  error: z.string().optional(),
})
export type ShadowStep = z.infer<typeof ShadowStep>

/**
 * The `shadows` document: one playbook version tried on an incident with every effect stubbed, and how that differs from what was
 * done. `_id` is the decision's id that asked for it. Written by the responder.
 */
export const Shadow = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  incident: z.string(),
  /** `id@modified`. */
  playbook: z.string(),
  name: Localised,
  by: z.string(),
  at: EpochMs,
  steps: z.array(ShadowStep),
  outcome: z.string(),
  difference: z.object({
    /** Effects in both, in the shadow run only, and in what was done only. */
    both: z.array(ShadowEffect),
    shadowOnly: z.array(ShadowEffect),
    doneOnly: z.array(ShadowEffect),
    /** How many decisions of people each takes. */
    decisions: z.object({ shadow: z.number().int(), done: z.number().int() }),
    outcomes: z.object({ shadow: z.string(), done: z.string().optional() }),
  }),
})
export type Shadow = z.infer<typeof Shadow>
