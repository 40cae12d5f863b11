import { z } from 'zod'
import { EpochMs } from '../words.js'

/** Recorded when input could not be read, by ingest, keyed by source. Holds the original so that nothing is lost. */
export const DeadLetter = z.object({
  v: z.literal(1),
  id: z.string(),
  source: z.string(),
  receivedAt: EpochMs,
  format: z.string(),
  reason: z.string(),
  /** 1-based line of the request body. */
  line: z.number().int(),
  field: z.string().optional(),
  /** The bytes as they came, base64. */
  originalBase64: z.string(),
})
export type DeadLetter = z.infer<typeof DeadLetter>
