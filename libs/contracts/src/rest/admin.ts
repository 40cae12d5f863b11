import { z } from 'zod'
import { Grant } from '../access.js'
import { Source, User } from '../documents/account.js'
import { Name } from '../ids.js'
import { EpochMs, Localised } from '../words.js'

/** A user as administrators and auditors see them: no password, no secret. */
export const UserRow = User.pick({ name: true, displayName: true, grants: true }).extend({
  version: z.number().int(),
  isDisabled: z.boolean(),
  mustChange: z.boolean(),
  hasTotp: z.boolean(),
  via: z.enum(['password', 'oidc']),
  lockedUntil: EpochMs.optional(),
  sessions: z.number().int(),
})
export type UserRow = z.infer<typeof UserRow>

export const UserList = z.object({ users: z.array(UserRow) })
export type UserList = z.infer<typeof UserList>

const Grants = z.array(z.strictObject(Grant.shape)).max(50)

export const CreateUserInput = z.strictObject({
  name: Name,
  displayName: z.strictObject(Localised.shape),
  grants: Grants,
})
export type CreateUserInput = z.infer<typeof CreateUserInput>

/** `version` as it was read: who changed it meanwhile is not overwritten. */
export const ChangeUserInput = z.strictObject({
  version: z.number().int(),
  displayName: z.strictObject(Localised.shape),
  grants: Grants,
  isDisabled: z.boolean(),
})
export type ChangeUserInput = z.infer<typeof ChangeUserInput>

/** A password that was made here; shown once, to be changed at the first sign-in. */
export const NewPassword = z.object({ user: UserRow, password: z.string() })
export type NewPassword = z.infer<typeof NewPassword>

export const Ended = z.object({ ended: z.number().int() })
export type Ended = z.infer<typeof Ended>

/** A source without its key. `keyId` are the first characters of the key's hash, to tell keys apart. */
export const SourceRow = Source.pick({ name: true, plant: true, defaultZone: true, keyAt: true }).extend({
  keyId: z.string().optional(),
  previousUntil: EpochMs.optional(),
})
export type SourceRow = z.infer<typeof SourceRow>

export const SourceList = z.object({ sources: z.array(SourceRow) })
export type SourceList = z.infer<typeof SourceList>

export const CreateSourceInput = z.strictObject({ name: Name, defaultZone: Name.optional() })
export type CreateSourceInput = z.infer<typeof CreateSourceInput>

export const GRACE_MAX_MS = 7 * 86_400_000
/** How long the old key is still good. */
export const RotateKeyInput = z.strictObject({ graceMs: z.number().int().min(0).max(GRACE_MAX_MS) })
export type RotateKeyInput = z.infer<typeof RotateKeyInput>

/** A key that was made here; shown once. */
export const NewKey = z.object({ source: SourceRow, key: z.string() })
export type NewKey = z.infer<typeof NewKey>

/** One link of the audit chain: who did what, and the hash that stands on the one before. */
export const AuditLink = z.object({
  seq: z.number().int(),
  id: z.string(),
  at: EpochMs,
  by: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  previous: z.string(),
  hash: z.string(),
})
export type AuditLink = z.infer<typeof AuditLink>

/** Newest first, from the link before `before`. `text` is looked for in who, action and subject. */
export const AuditQuery = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  text: z.string().max(200).optional(),
  from: z.coerce.number().int().min(0).optional(),
  to: z.coerce.number().int().min(0).optional(),
})
export type AuditQuery = z.infer<typeof AuditQuery>

/** `next`: ask again with it as `before`; absent at the chain's beginning. */
export const AuditList = z.object({
  links: z.array(AuditLink),
  size: z.number().int(),
  next: z.number().int().optional(),
})
export type AuditList = z.infer<typeof AuditList>

/** Every link was hashed again. `broken` is the first that does not stand on the one before, or is missing. */
export const AuditVerification = z.object({
  at: EpochMs,
  links: z.number().int(),
  broken: z.object({ seq: z.number().int(), why: z.enum(['changed', 'missing']) }).optional(),
})
export type AuditVerification = z.infer<typeof AuditVerification>
