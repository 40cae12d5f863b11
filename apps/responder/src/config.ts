import { EngineConfig, port, secret } from '@genba/platform'
import { SIGNATURE_RULES } from '@genba/playbook'
import { z } from 'zod'

const ms = (fallback: number, least = 1) => z.coerce.number().int().min(least).max(86_400_000).default(fallback)

/** One system outside, by the name that playbooks use for their target. */
export const ConnectorConfig = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http-api'),
    url: z.url({ protocol: /^https?$/ }),
    timeoutMs: z.number().int().min(100).max(60_000).default(10_000),
    /** Sent as a bearer token. */
    token: secret().optional(),
  }),
])
export type ConnectorConfig = z.infer<typeof ConnectorConfig>

const Connectors = z
  .string()
  .default('{}')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      context.addIssue({ code: 'custom', message: `not JSON: ${(cause as Error).message}` })
      return z.NEVER
    }
  })
  .pipe(z.record(z.string().regex(/^[a-z0-9][a-z0-9-]*$/), ConnectorConfig))

export const ResponderConfig = EngineConfig.extend({
  RESPONDER_PORT: port(4603),
  GENBA_CONNECTORS: Connectors,
  /** Folder with playbooks and choose.yml; absent: those that come with Genba. */
  PLAYBOOKS_DIR: z.string().min(1).optional(),
  /** Trust list (JSON) of the keys that sign playbooks; absent: that of the playbooks that come with Genba. */
  PLAYBOOK_TRUST: z.string().min(1).optional(),
  /** `require`: playbooks that nobody trusted has signed are refused; `flag`: they run, and the log says so. Broken ones never run. */
  PLAYBOOK_SIGNATURES: z.enum(SIGNATURE_RULES).default('flag'),
  /** How long no new alert may come before a zone counts as quiet. */
  QUIET_MS: ms(10_000, 50),
  /** How often verify-quiet looks before the response goes into its next loop. */
  QUIET_LOOKS_MAX: z.coerce.number().int().min(1).max(1_000).default(6),
  /** Turns of the OODA loop before a person must say whether to go on. */
  LOOPS_MAX: z.coerce.number().int().min(1).max(50).default(10),
  /** How often it looks whether Redis has lost its data, and how often for responses whose time has come although nobody looked. */
  RECONCILE_MS: ms(2_000, 100),
  OVERDUE_MS: ms(30_000, 100),
  /** How often the auditor proves that every timer fired, and how late one may be. */
  AUDIT_MS: ms(60_000, 100),
  AUDIT_GRACE_MS: ms(60_000, 100),
  /** Tries of one attempt, and the wait after the first; it doubles each time. */
  TRIES_MAX: z.coerce.number().int().min(1).max(20).default(6),
  RETRY_MS: ms(1_000, 10),
  /** Steps of one phase done at the same time by this process. */
  CONCURRENCY: z.coerce.number().int().min(1).max(200).default(16),
  /** A process that does not renew its lock for so long has ended; another takes its step. */
  LOCK_MS: ms(10_000, 1_000),
})
export type ResponderConfig = z.infer<typeof ResponderConfig>
export const RESPONDER_CONFIG = Symbol('RESPONDER_CONFIG')
