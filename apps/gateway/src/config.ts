import { fileURLToPath } from 'node:url'
import { EngineConfig, port, readConfig, secret } from '@genba/platform'
import { Grant, Localised, Name } from '@genba/contracts'
import { z } from 'zod'

const flag = z.stringbool().default(false)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
)
const PASSWORD_MIN = 8
const KEY_MIN = 8

export const GatewayConfig = EngineConfig.extend({
  GATEWAY_PORT: port(4600),
  /** Set where TLS ends in front of the gateway: the cookie is then never sent over plain HTTP. */
  GENBA_SECURE_COOKIES: flag,
  /** Origins that a proxy shows to browsers, when they differ from the Host header that it passes on. */
  GENBA_ORIGINS: list.default([]),
  /** Express's `trust proxy`: whose X-Forwarded-For tells a client's address, e.g. `loopback`. */
  GENBA_TRUST_PROXY: z.string().min(1).optional(),
  /** As the correlator has them, or explanations tell of other rules than those that ran. */
  RULES_DIR: z.string().min(1).optional(),
  RULES_POLL_MS: z.coerce.number().int().min(50).max(600_000).default(2_000),
  LATENESS_MS: z.coerce.number().int().min(0).max(3_600_000).default(120_000),
  /** Alerts of a zone kept on each side of the one that is explained, and how long one explanation may read. */
  EXPLAIN_ALERTS_MAX: z.coerce.number().int().min(10).max(100_000).default(5_000),
  EXPLAIN_MS: z.coerce.number().int().min(500).max(60_000).default(10_000),
  GENBA_CONSOLE_DIR: z
    .string()
    .min(1)
    .default(fileURLToPath(new URL('../../console/dist', import.meta.url))),
})
export type GatewayConfig = z.infer<typeof GatewayConfig>

const GivenSource = z.strictObject({ name: Name, plant: Name, key: secret(KEY_MIN), defaultZone: Name.optional() })
export type GivenSource = z.infer<typeof GivenSource>

const GivenUser = z.strictObject({
  name: Name,
  displayName: Localised,
  grants: z.array(Grant),
  password: secret(PASSWORD_MIN),
})
export type GivenUser = z.infer<typeof GivenUser>

/** What `setup` loads besides topics and collections. */
export const SetupConfig = EngineConfig.extend({
  GENBA_SEED: z.enum(['model-factory', '']).default(''),
  GENBA_DEMO_PASSWORD: secret(PASSWORD_MIN).optional(),
  GENBA_DEMO_KEY: secret(KEY_MIN).optional(),
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

function jsonList<S extends z.ZodType>(entry: S) {
  return z
    .string()
    .transform((text, faults): unknown => {
      try {
        return JSON.parse(text || '[]')
      } catch {
        faults.addIssue({ code: 'custom', message: 'not JSON' })
        return z.NEVER
      }
    })
    .pipe(z.array(entry))
    .default([])
}
