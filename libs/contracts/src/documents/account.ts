import { z } from 'zod'
import { Grant } from '../access.js'
import { EpochMs } from '../words.js'

/** A second factor (RFC 6238). `pending` until the person has shown a code of it. */
export const Totp = z.object({
  /** Sealed with GENBA_SEAL_KEY; the database alone gives no codes. */
  secret: z.string(),
  state: z.enum(['pending', 'on']),
  /** The last 30-second step whose code was taken: a code is good once. */
  lastStep: z.number().int(),
  /** SHA-256 of the recovery codes that are left. */
  recovery: z.array(z.string()),
})
export type Totp = z.infer<typeof Totp>

/** The `users` document, `_id` is the user's name. Written by the gateway. */
export const User = z.object({
  v: z.literal(1),
  name: z.string(),
  /** Counts what administrators changed; absent on users who were loaded before it was there. */
  version: z.number().int().optional(),
  displayName: z.object({ ja: z.string(), en: z.string() }),
  grants: z.array(Grant),
  /** `scrypt$N$r$p$saltBase64$hashBase64`; absent for those who sign in with OpenID Connect. */
  password: z.string().optional(),
  /** The password was chosen by somebody else. */
  mustChange: z.boolean().optional(),
  isDisabled: z.boolean().optional(),
  totp: Totp.optional(),
  /** Whose account it is at the OpenID provider. */
  oidc: z.object({ issuer: z.string(), subject: z.string() }).optional(),
  /** What setup loaded last, so that it leaves alone what was changed here since. */
  seed: z.object({ password: z.string(), grants: z.string() }).optional(),
  /** Wrong passwords or codes since the last right one, and until when sign-in is refused. */
  failures: z.number().int(),
  lockedUntil: EpochMs.optional(),
})
export type User = z.infer<typeof User>

/** The `sessions` document, `_id` is the SHA-256 of the cookie's token. What is optional is absent on sessions of before it was kept. */
export const Session = z.object({
  v: z.literal(1),
  user: z.string(),
  createdAt: EpochMs,
  expiresAt: EpochMs,
  lastSeenAt: EpochMs.optional(),
  via: z.enum(['password', 'oidc']).optional(),
  address: z.string().optional(),
  agent: z.string().optional(),
})
export type Session = z.infer<typeof Session>

/** The `sources` document, `_id` is the source's name: what may send alerts for which plant. Written by the gateway, read by ingest. */
export const Source = z.object({
  v: z.literal(1),
  name: z.string(),
  /** SHA-256 of the API key, hex; empty when it was revoked. */
  keyHash: z.string(),
  /** The key before a rotation, good until then. */
  previous: z.object({ keyHash: z.string(), until: EpochMs }).optional(),
  plant: z.string(),
  /** Where alerts go whose addresses nobody claims; absent: the plant's `unplaced` zone. */
  defaultZone: z.string().optional(),
  /** SHA-256 of the key that setup loaded last, so that a rotation here outlives the next start. */
  seed: z.string().optional(),
  /** When the key was made; absent on sources that setup loaded. */
  keyAt: EpochMs.optional(),
})
export type Source = z.infer<typeof Source>
