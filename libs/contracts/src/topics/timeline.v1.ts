import { z } from 'zod'
import { EpochMs } from '../words.js'

export const TIMELINE_KINDS = [
  'response.opened',
  'phase.entered',
  'phase.late',
  'step.done',
  'step.failed',
  'step.parked',
  'step.retried',
  'step.skipped',
  'step.rerun',
  'approval.requested',
  'approval.given',
  'approval.approved',
  'approval.refused',
  'approval.reminded',
  'approval.escalated',
  'approval.break-glass',
  'approval.reviewed',
  'approval.late',
  'approval.withdrawn',
  'timer.missed',
  'hold.placed',
  'hold.wished',
  'hold.renewed',
  'hold.asked',
  'hold.stuck',
  'hold.undone',
  'hold.late',
  'response.done',
] as const

/**
 * Recorded when something happened in a response, by the responder, keyed by plant. Also kept in the response document.
 * `params` fill the console's text for `kind`; values are names and ids, never secrets.
 */
export const TimelineEntry = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  incident: z.string(),
  at: EpochMs,
  kind: z.enum(TIMELINE_KINDS),
  by: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The response version that holds this entry, so that a live client can tell whether it has caught up. */
  version: z.number().int(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>
