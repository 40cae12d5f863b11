import { z } from 'zod'
import { Decider, REVIEW_VERDICTS, Seen } from '../documents/approval.js'
import { EpochMs, PlantState } from '../words.js'

/** What a person may ask of a step: try what is parked once more, go on without it, or do it and all that follows again. */
export const StepWish = z.enum(['retry', 'skip', 'rerun'])
export type StepWish = z.infer<typeof StepWish>

const Head = z.object({ v: z.literal(1), id: z.string(), by: Decider, at: EpochMs })

/** About one response: an approval, how a step goes on, a hold. */
export const ResponseDecision = Head.extend({
  plant: z.string(),
  incident: z.string(),
  what: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('approval'),
      approval: z.string(),
      answer: z.enum(['approve', 'refuse']),
      /** Which way, where the approval offers several and this is no refusal. */
      option: z.string().optional(),
      reason: z.string(),
      /** What the person could see. Absent in decisions from before it was kept. */
      seen: Seen.optional(),
    }),
    z.object({
      kind: z.literal('break-glass'),
      approval: z.string(),
      option: z.string().optional(),
      reason: z.string(),
      seen: Seen,
    }),
    z.object({
      kind: z.literal('review'),
      approval: z.string(),
      verdict: z.enum(REVIEW_VERDICTS),
      reason: z.string(),
    }),
    z.object({ kind: z.literal('shadow'), playbook: z.string() }),
    z.object({ kind: StepWish, run: z.string(), step: z.string(), reason: z.string() }),
    z.object({ kind: z.literal('renew-hold'), hold: z.string(), holdMs: z.number().int(), reason: z.string() }),
    /** `isByHand`: the person has ended it themselves, Genba sends nothing. */
    z.object({ kind: z.literal('undo-hold'), hold: z.string(), isByHand: z.boolean(), reason: z.string() }),
  ]),
})
export type ResponseDecision = z.infer<typeof ResponseDecision>

/** About a plant: it does something else now, so approvals that wait there may need other people. */
export const PlantDecision = Head.extend({
  plant: z.string(),
  what: z.object({ kind: z.literal('plant-state'), state: PlantState, reason: z.string() }),
})
export type PlantDecision = z.infer<typeof PlantDecision>

/** About a connector: send a test through it, simulated or for real. */
export const ConnectorDecision = Head.extend({
  what: z.object({ kind: z.literal('test-connector'), connector: z.string(), simulated: z.boolean() }),
})
export type ConnectorDecision = z.infer<typeof ConnectorDecision>

/**
 * Recorded when a person decided, by the gateway, keyed by plant (by connector where there is no plant). The responder carries it out;
 * the first decision that fits wins, a later one is told on the timeline.
 */
export const Decision = z.union([ResponseDecision, PlantDecision, ConnectorDecision])
export type Decision = z.infer<typeof Decision>
