import { z } from 'zod'
import { Role } from '../access.js'
import { EpochMs } from '../words.js'

/** What a person may ask of a step: try what is parked once more, go on without it, or do it and all that follows again. */
export const StepWish = z.enum(['retry', 'skip', 'rerun'])
export type StepWish = z.infer<typeof StepWish>

/**
 * Recorded when a person decided on an approval or on how a step goes on, by the gateway, keyed by plant.
 * The responder, sole writer of responses, carries it out; the first decision that fits wins, a later one is told on the timeline.
 */
export const Decision = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  incident: z.string(),
  by: z.object({ user: z.string(), roles: z.array(Role) }),
  at: EpochMs,
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('approval'),
      approval: z.string(),
      answer: z.enum(['approve', 'refuse']),
      reason: z.string(),
    }),
    z.object({ kind: z.literal('shadow'), playbook: z.string() }),
    z.object({ kind: StepWish, run: z.string(), step: z.string(), reason: z.string() }),
  ]),
})
export type Decision = z.infer<typeof Decision>
