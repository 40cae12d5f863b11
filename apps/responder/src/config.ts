import { EngineConfig, port, readConfig } from '@genba/platform'
import { SIGNATURE_RULES } from '@genba/contracts'
import { z } from 'zod'
import type { ConnectorConfigs } from './connectors/connector-config.js'
import { readConnectors } from './connectors/read-connectors.js'

const ms = (fallback: number, least = 1) => z.coerce.number().int().min(least).max(86_400_000).default(fallback)

const Environment = EngineConfig.extend({
  RESPONDER_PORT: port(4603),
  /** Systems outside by name, as JSON; GENBA_CONNECTORS_FILE: the same in a YAML file. README.md shows each type. */
  GENBA_CONNECTORS: z.string().default('{}'),
  GENBA_CONNECTORS_FILE: z.string().min(1).optional(),
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
  /** Jobs of one queue done at the same time by this process. */
  CONCURRENCY: z.coerce.number().int().min(1).max(200).default(16),
  /** A process that does not renew its lock for so long has ended; another takes its step. */
  LOCK_MS: ms(10_000, 1_000),
})
/** `env` is where references to secrets lead; it is asked once, when the connectors are made. */
export type ResponderConfig = z.infer<typeof Environment> & { connectors: ConnectorConfigs; env: NodeJS.ProcessEnv }
export const RESPONDER_CONFIG = Symbol('RESPONDER_CONFIG')

/** Throws ConfigError. */
export function readResponderConfig(env: NodeJS.ProcessEnv): ResponderConfig {
  const config = readConfig(Environment, env)
  const connectors = readConnectors({ file: config.GENBA_CONNECTORS_FILE, json: config.GENBA_CONNECTORS })
  return { ...config, connectors, env }
}
