import { z } from 'zod'

/** A value that must never be printed: JSON, string and console output show `***`; `reveal()` gives it. */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '***'
  }
  toJSON(): string {
    return '***'
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***'
  }
}

export const secret = (minChars = 1) =>
  z
    .string()
    .min(minChars)
    .transform((value) => new Secret(value))

export const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback)

/** Where the engines are. `GENBA_PREFIX` keeps two installations on the same engines apart: topics, groups, queues and rooms start with it. */
export const EngineConfig = z.object({
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((list) => list.split(',').map((broker) => broker.trim())),
  MONGODB_URI: secret(),
  REDIS_URL: secret(),
  GENBA_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]*$/)
    .default(''),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Loopback unless said otherwise: a proxy with TLS belongs in front. */
  GENBA_HOST: z.string().default('127.0.0.1'),
})
export type EngineConfig = z.infer<typeof EngineConfig>

/** Thrown when the environment is not valid; the message names every fault at once. */
export class ConfigError extends Error {}

/** The one place that reads the environment. Throws ConfigError. */
export function readConfig<S extends z.ZodType>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const result = schema.safeParse(env)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new ConfigError(`The configuration is not valid:\n${faults.join('\n')}`)
}
