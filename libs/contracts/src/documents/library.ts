import { z } from 'zod'
import { EpochMs } from '../words.js'

/** What the signatures of a playbook say: `trusted` by a key of the trust list, `unknown` when they hold but nobody trusts the key. */
export const SignatureState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('unsigned') }),
  z.object({ is: z.literal('trusted'), by: z.string() }),
  z.object({ is: z.literal('unknown'), signee: z.string() }),
  z.object({ is: z.literal('broken'), reason: z.string() }),
])
export type SignatureState = z.infer<typeof SignatureState>

/** Whether playbooks that nobody trusted has signed are taken: `flag` takes them and says so, `require` does not. Broken ones never are. */
export const SIGNATURE_RULES = ['flag', 'require'] as const
export const SignatureRule = z.enum(SIGNATURE_RULES)
export type SignatureRule = z.infer<typeof SignatureRule>

/**
 * The `playbooks` document: a version that came with a responder's files, `_id` is `id@modified`. The file's very text, so that it
 * comes out as it went in. Written by the responder.
 */
export const KeptPlaybook = z.object({
  id: z.string(),
  modified: z.string(),
  name: z.string(),
  json: z.string(),
  /** Absent on documents from before it was kept. */
  signature: SignatureState.optional(),
})
export type KeptPlaybook = z.infer<typeof KeptPlaybook>

/**
 * The `library` document: what people did about one version of a playbook, `_id` is `id@modified`. Imported: its very text. Revoked: no
 * run of that playbook starts any more unless a newer version comes; what runs goes on. Written by the gateway.
 */
export const LibraryEntry = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  playbook: z.string(),
  modified: z.string(),
  name: z.string(),
  imported: z.object({ json: z.string(), by: z.string(), at: EpochMs, signature: SignatureState }).optional(),
  revoked: z.object({ by: z.string(), at: EpochMs, reason: z.string() }).optional(),
})
export type LibraryEntry = z.infer<typeof LibraryEntry>
