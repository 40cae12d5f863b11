import { z } from 'zod'
import { EpochMs } from '../words.js'

/** Recorded when a sampled value was accepted, by ingest, keyed by `plant/zone` (guideline 3.3(1)A: 計測値, 指示値). */
export const Measurement = z.object({
  v: z.literal(1),
  id: z.string(),
  source: z.string(),
  plant: z.string(),
  zone: z.string(),
  asset: z.string().optional(),
  /** The point's name at the plant, e.g. `reflow-1.zone3.temperature`. */
  tag: z.string(),
  kind: z.enum(['measured', 'set', 'command']),
  value: z.number(),
  unit: z.string().optional(),
  quality: z.enum(['good', 'uncertain', 'bad']),
  at: EpochMs,
  receivedAt: EpochMs,
  drill: z.string().optional(),
})
export type Measurement = z.infer<typeof Measurement>
