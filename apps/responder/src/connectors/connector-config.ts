import { z } from 'zod'
import { SecretRef } from './secret-ref.js'

const timeoutMs = z.number().int().min(100).max(60_000).default(10_000)
const httpUrl = z.url({ protocol: /^https?$/ })
const host = z.string().regex(/^[\w.:-]+$/)
const port = z.number().int().min(1).max(65_535)
/** A file with certificates of authorities that sign the other side's certificate. */
const ca = z.string().min(1).optional()
const template = z.record(z.string(), z.unknown())

/** One system outside. Secrets are references; what a playbook can name is the key of its entry. */
export const ConnectorConfig = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('http-api'),
    url: httpUrl,
    /** Sent as a bearer token. */
    token: SecretRef.optional(),
    timeoutMs,
  }),
  z.strictObject({
    type: z.literal('ticket'),
    url: httpUrl,
    token: SecretRef.optional(),
    /** In path and body `{{name}}` is filled in; `ticket-template.ts` says with what. */
    create: z.strictObject({ path: z.string().startsWith('/'), body: template }),
    update: z
      .strictObject({ method: z.enum(['POST', 'PUT', 'PATCH']), path: z.string().startsWith('/'), body: template })
      .optional(),
    /** Where the answer to `create` holds the ticket's id: names joined by `/`. */
    idAt: z.string().default('id'),
    timeoutMs,
  }),
  z.strictObject({ type: z.literal('openc2'), url: httpUrl, token: SecretRef.optional(), timeoutMs }),
  z.strictObject({
    type: z.literal('webhook'),
    url: httpUrl,
    /** Standard Webhooks: base64 of 24 to 64 bytes, with or without `whsec_` in front. */
    secret: SecretRef,
    timeoutMs,
  }),
  z.strictObject({
    type: z.literal('mail'),
    host,
    port,
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    user: z.string().optional(),
    password: SecretRef.optional(),
    from: z.string().min(3),
    to: z.array(z.email()).min(1).max(50),
    ca,
    timeoutMs,
  }),
  z.strictObject({
    type: z.literal('chat'),
    shape: z.enum(['slack', 'teams']),
    /** The address is the secret: who knows it can post. */
    url: SecretRef,
    timeoutMs,
  }),
  z.strictObject({
    type: z.literal('syslog'),
    host,
    port,
    transport: z.enum(['udp', 'tcp', 'tls']),
    /** 13 is log audit, 16 to 23 are local. */
    facility: z.number().int().min(0).max(23).default(13),
    ca,
    timeoutMs,
  }),
  z.strictObject({
    type: z.literal('mqtt'),
    url: z.url({ protocol: /^mqtts?$/ }),
    /** `{plant}` and `{incident}` are filled in. */
    topic: z
      .string()
      .min(1)
      .regex(/^[^#+]+$/, 'a topic to publish has no wildcards'),
    qos: z.union([z.literal(1), z.literal(2)]).default(1),
    user: z.string().optional(),
    password: SecretRef.optional(),
    ca,
    timeoutMs,
  }),
])
export type ConnectorConfig = z.infer<typeof ConnectorConfig>
export type ConfigOf<T extends ConnectorConfig['type']> = Extract<ConnectorConfig, { type: T }>

/** By name, or `name@plant` for that plant alone. */
export const ConnectorConfigs = z.record(
  z.string().regex(/^[a-z0-9][a-z0-9-]*(@[a-z0-9][a-z0-9-]*)?$/),
  ConnectorConfig,
)
export type ConnectorConfigs = z.infer<typeof ConnectorConfigs>
