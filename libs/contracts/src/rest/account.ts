import { z } from 'zod'
import { Grant } from '../access.js'
import { Session } from '../documents/account.js'
import { EpochMs, Localised } from '../words.js'

export const PASSWORD_MIN_CHARS = 12
const Password = z.string().min(1).max(200)
/** Six digits of an authenticator, or a recovery code. */
const Code = z.string().trim().min(6).max(20)

/** `code` is asked for with CODE_NEEDED when the account has a second factor. */
export const SignIn = z.strictObject({ user: z.string().min(1).max(100), password: Password, code: Code.optional() })
export type SignIn = z.infer<typeof SignIn>

/** How people can sign in here. `oidc` names the provider as its button shows it. */
export const WaysIn = z.object({ oidc: z.object({ name: z.string() }).optional() })
export type WaysIn = z.infer<typeof WaysIn>

export const OidcQuery = z.object({ back: z.string().max(2_000).optional() })
export type OidcQuery = z.infer<typeof OidcQuery>

/** What must be done before anything else may. */
export const MustDo = z.enum(['change-password', 'enrol-totp'])
export type MustDo = z.infer<typeof MustDo>

/** Who is signed in. */
export const Me = z.object({
  user: z.string(),
  displayName: Localised,
  grants: z.array(Grant),
  mustDo: MustDo.optional(),
  hasTotp: z.boolean().optional(),
  /** A role of theirs demands the second factor, so it can't be taken away. */
  needsTotp: z.boolean().optional(),
  /** False for those who sign in with OpenID Connect: password and second factor are their provider's. */
  hasPassword: z.boolean().optional(),
})
export type Me = z.infer<typeof Me>

export const ChangePasswordInput = z.strictObject({ current: Password, next: Password })
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>

export const PasswordInput = z.strictObject({ password: Password })
export type PasswordInput = z.infer<typeof PasswordInput>

export const CodeInput = z.strictObject({ code: Code })
export type CodeInput = z.infer<typeof CodeInput>

/** `otpauth://` address for a QR code, and its secret to type. */
export const TotpEnrolment = z.object({ uri: z.string(), secret: z.string() })
export type TotpEnrolment = z.infer<typeof TotpEnrolment>

/** Shown once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

/** `id` is the hash of the session's token: it names the session and opens nothing. */
export const SessionRow = Session.omit({ v: true }).extend({ id: z.string(), isThis: z.boolean(), lastSeenAt: EpochMs })
export type SessionRow = z.infer<typeof SessionRow>

export const SessionList = z.object({ sessions: z.array(SessionRow) })
export type SessionList = z.infer<typeof SessionList>
