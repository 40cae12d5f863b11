import { z } from 'zod'
import { Grant } from '../access.js'
import { EpochMs } from '../words.js'

/** The `users` document, `_id` is the user's name. Written by the gateway. */
export const User = z.object({
  v: z.literal(1),
  name: z.string(),
  displayName: z.object({ ja: z.string(), en: z.string() }),
  grants: z.array(Grant),
  /** `scrypt$N$r$p$saltBase64$hashBase64` */
  password: z.string(),
  /** Wrong passwords since the last right one, and until when sign-in is refused. */
  failures: z.number().int(),
  lockedUntil: EpochMs.optional(),
})
export type User = z.infer<typeof User>

/** The `sessions` document, `_id` is the SHA-256 of the cookie's token. */
export const Session = z.object({ v: z.literal(1), user: z.string(), createdAt: EpochMs, expiresAt: EpochMs })
export type Session = z.infer<typeof Session>

/** The `sources` document, `_id` is the source's name: what may send alerts for which plant. Written by the gateway, read by ingest. */
export const Source = z.object({
  v: z.literal(1),
  name: z.string(),
  /** SHA-256 of the API key, hex. */
  keyHash: z.string(),
  plant: z.string(),
  /** Where alerts go whose addresses nobody claims; absent: the plant's `unplaced` zone. */
  defaultZone: z.string().optional(),
})
export type Source = z.infer<typeof Source>
