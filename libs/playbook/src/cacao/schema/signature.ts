import { z } from 'zod'
import { Identifier, Timestamp } from './data-types.js'

/** A digital signature (CACAO 2.0, 10.15): one of its four ways to name the key must be there. */
export const Signature = z.looseObject({
  type: z.literal('jss'),
  id: Identifier,
  created_by: Identifier.optional(),
  created: Timestamp,
  modified: Timestamp,
  revoked: z.boolean().optional(),
  signee: z.string(),
  valid_from: Timestamp.optional(),
  valid_until: Timestamp.optional(),
  related_to: Identifier,
  related_version: Timestamp,
  hash_algorithm: z.string(),
  algorithm: z.string(),
  /** PEM without header and footer. */
  public_key: z.string().optional(),
  public_cert_chain: z.array(z.string()).min(1).optional(),
  cert_url: z.string().optional(),
  thumbprint: z.string().optional(),
  value: z.string(),
})
export type Signature = z.infer<typeof Signature>
