import { Role } from '@genba/contracts'
import { secret } from '@genba/platform'
import { z } from 'zod'
import { jsonList } from '../json-list.js'

/** Plain HTTP is for a provider on the same machine. */
const isSafe = (url: URL): boolean =>
  url.protocol === 'https:' || ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
const Address = z
  .url()
  .transform((text) => new URL(text))
  .refine(isSafe, 'https, or http on the loopback')

/** What a value of the claim gives: `plants` of one role. */
export const OidcGrant = z.strictObject({
  value: z.string().min(1),
  role: Role,
  plants: z.union([z.literal('*'), z.array(z.string())]),
})
export type OidcGrant = z.infer<typeof OidcGrant>

/** Sign-in with an OpenID provider; off without GENBA_OIDC_ISSUER. */
export const OidcConfig = z.object({
  GENBA_OIDC_ISSUER: Address.optional(),
  GENBA_OIDC_CLIENT_ID: z.string().min(1).optional(),
  GENBA_OIDC_CLIENT_SECRET: secret().optional(),
  /** How the button calls the provider. */
  GENBA_OIDC_NAME: z.string().min(1).default('OpenID Connect'),
  GENBA_OIDC_SCOPE: z.string().default('openid profile email'),
  /** The claim that holds groups or roles, and the claim that becomes the user's name here. */
  GENBA_OIDC_CLAIM: z.string().min(1).default('groups'),
  GENBA_OIDC_NAME_CLAIM: z.string().min(1).default('preferred_username'),
  /** `[{"value":"plant-7-shift","role":"shift-leader","plants":["plant-7"]}]` */
  GENBA_OIDC_GRANTS: jsonList(OidcGrant),
  /** Where people reach the console; the provider sends them back to it. */
  GENBA_URL: Address.optional(),
})
export type OidcConfig = z.infer<typeof OidcConfig>

export const missingWithOidc = (config: OidcConfig): string[] =>
  config.GENBA_OIDC_ISSUER
    ? (['GENBA_OIDC_CLIENT_ID', 'GENBA_URL'] as const).filter((name) => config[name] === undefined)
    : []
