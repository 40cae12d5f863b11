import { fileURLToPath } from 'node:url'
import { EngineConfig, port, readConfig, secret } from '@genba/platform'
import { Grant, Localised, Name, Role, SignatureRule } from '@genba/contracts'
import { z } from 'zod'
import { jsonList } from './json-list.js'
import { OidcConfig, missingWithOidc } from './oidc/config.js'

const flag = z.stringbool().default(false)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const PASSWORD_MIN = 8
const KEY_MIN = 8

const SEAL_KEY_MIN = 16

export const GatewayConfig = EngineConfig.extend({
  GATEWAY_PORT: port(4600),
  /** Set where TLS ends in front of the gateway: the cookie is then never sent over plain HTTP. */
  GENBA_SECURE_COOKIES: flag,
  /** Origins that a proxy shows to browsers, when they differ from the Host header that it passes on. */
  GENBA_ORIGINS: list.default([]),
  /** Express's `trust proxy`: whose X-Forwarded-For tells a client's address, e.g. `loopback`. */
  GENBA_TRUST_PROXY: z.string().min(1).optional(),
  /** Seals the secrets of second factors; without it nobody can enrol one. Every gateway has the same. */
  GENBA_SEAL_KEY: secret(SEAL_KEY_MIN).optional(),
  /** Roles whose people must have a second factor. */
  GENBA_TOTP_ROLES: list.pipe(z.array(Role)).default([]),
  ...OidcConfig.shape,
  /** Of one person, or of one address where nobody is signed in. */
  GENBA_REQUESTS_PER_MINUTE: z.coerce.number().int().min(10).default(3_000),
  /** As the correlator has them, or explanations tell of other rules than those that ran. */
  RULES_DIR: z.string().min(1).optional(),
  RULES_POLL_MS: z.coerce.number().int().min(50).max(600_000).default(2_000),
  LATENESS_MS: z.coerce.number().int().min(0).max(3_600_000).default(120_000),
  /** Alerts of a zone kept on each side of the one that is explained, and how long one explanation may read. */
  EXPLAIN_ALERTS_MAX: z.coerce.number().int().min(10).max(100_000).default(5_000),
  EXPLAIN_MS: z.coerce.number().int().min(500).max(60_000).default(10_000),
  /** Trust list (JSON) of the keys that sign playbooks, as the responder has it; absent: that of the playbooks that come with Genba. */
  PLAYBOOK_TRUST: z.string().min(1).optional(),
  /** Whether an imported playbook needs a trusted signature. The responder's PLAYBOOK_SIGNATURES says what runs. */
  PLAYBOOK_IMPORTS: SignatureRule.default('require'),
  /** How long one what-if may read alerts. */
  WHAT_IF_MS: z.coerce.number().int().min(1_000).max(3_600_000).default(600_000),
  GENBA_CONSOLE_DIR: z
    .string()
    .min(1)
    .default(fileURLToPath(new URL('../../console/dist', import.meta.url))),
}).superRefine((config, faults) => {
  if (config.GENBA_TOTP_ROLES.length > 0 && !config.GENBA_SEAL_KEY)
    faults.addIssue({ code: 'custom', path: ['GENBA_SEAL_KEY'], message: 'needed with GENBA_TOTP_ROLES' })
  for (const name of missingWithOidc(config))
    faults.addIssue({ code: 'custom', path: [name], message: 'needed with GENBA_OIDC_ISSUER' })
})
export type GatewayConfig = z.infer<typeof GatewayConfig>

const GivenSource = z.strictObject({ name: Name, plant: Name, key: secret(KEY_MIN), defaultZone: Name.optional() })
export type GivenSource = z.infer<typeof GivenSource>

const GivenUser = z.strictObject({
  name: Name,
  displayName: Localised,
  grants: z.array(Grant),
  password: secret(PASSWORD_MIN),
  mustChange: z.boolean().default(false),
})
export type GivenUser = z.infer<typeof GivenUser>

/** What `setup` loads besides topics and collections. */
export const SetupConfig = EngineConfig.extend({
  GENBA_SEED: z.enum(['model-factory', '']).default(''),
  GENBA_DEMO_PASSWORD: secret(PASSWORD_MIN).optional(),
  GENBA_DEMO_KEY: secret(KEY_MIN).optional(),
  /** The demonstration: its people keep the password that everybody reads in the terminal. Otherwise they must change it first. */
  GENBA_DEMO: flag,
  GENBA_PLANTS_DIR: z.string().optional(),
  GENBA_SOURCES: jsonList(GivenSource),
  GENBA_USERS: jsonList(GivenUser),
}).superRefine((config, faults) => {
  if (!config.GENBA_SEED) return
  for (const name of ['GENBA_DEMO_PASSWORD', 'GENBA_DEMO_KEY'] as const) {
    if (!config[name]) faults.addIssue({ code: 'custom', path: [name], message: 'needed with GENBA_SEED' })
  }
})
export type SetupConfig = z.infer<typeof SetupConfig>

export const readGatewayConfig = (env?: NodeJS.ProcessEnv): GatewayConfig => readConfig(GatewayConfig, env)
export const readSetupConfig = (env?: NodeJS.ProcessEnv): SetupConfig => readConfig(SetupConfig, env)
