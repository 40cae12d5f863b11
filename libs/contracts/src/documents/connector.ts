import { z } from 'zod'
import { EpochMs } from '../words.js'

export const CONNECTOR_TYPES = ['http-api', 'ticket', 'openc2', 'webhook', 'mail', 'chat', 'syslog', 'mqtt'] as const
export const ConnectorType = z.enum(CONNECTOR_TYPES)
export type ConnectorType = z.infer<typeof ConnectorType>

/** Types that take a notice: what can change a plant is only ever tested simulated. */
export const NOTICE_CONNECTORS: readonly ConnectorType[] = ['ticket', 'webhook', 'mail', 'chat', 'syslog', 'mqtt']

/** The `connectors` document, `_id` is the connector's name: what an administrator may know of it. Never secrets. Written by the responder. */
export const ConnectorView = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  type: ConnectorType,
  plants: z.union([z.literal('*'), z.array(z.string())]),
  /** Where it reaches, without user, path or query: those can be secrets. */
  address: z.string(),
  timeoutMs: z.number().int(),
  /** When something went out last, and when and why something last did not; absent: nothing since it was configured. */
  sent: z.object({ at: EpochMs }).optional(),
  failed: z.object({ at: EpochMs, text: z.string() }).optional(),
  /** How the last test-send went. */
  test: z
    .object({
      id: z.string(),
      at: EpochMs,
      by: z.string(),
      simulated: z.boolean(),
      isOk: z.boolean(),
      text: z.string(),
    })
    .optional(),
})
export type ConnectorView = z.infer<typeof ConnectorView>
