import { z } from 'zod'
import { EpochMs } from '../words.js'

/** Recorded when a person closed an incident, by the gateway, keyed by plant: the one thing told against the stream. */
export const Lifecycle = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  incident: z.string(),
  to: z.enum(['closed']),
  reason: z.string(),
  by: z.string(),
  at: EpochMs,
})
export type Lifecycle = z.infer<typeof Lifecycle>
