import { EngineConfig, port } from '@genba/platform'
import { z } from 'zod'

const MIB = 1_048_576

export const IngestConfig = EngineConfig.extend({
  INGEST_PORT: port(4601),
  /** One request's body, unpacked. */
  INGEST_BODY_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .max(64 * MIB)
    .default(10 * MIB),
  /** All requests that are being worked on: beyond it senders are asked to wait, so that a slow Kafka does not fill this process's memory. */
  INGEST_IN_FLIGHT_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1_024)
    .default(64 * MIB),
  /** How long Kafka may take before the sender is told to come again. */
  INGEST_PUBLISH_MAX_MS: z.coerce.number().int().min(100).max(60_000).default(8_000),
  /** How often every partition is told how far the clock has come (docs/decisions/0022). Who pages back through quiet days reads them all. */
  INGEST_TICK_MS: z.coerce.number().int().min(100).max(600_000).default(60_000),
}).refine((config) => config.INGEST_IN_FLIGHT_MAX_BYTES >= config.INGEST_BODY_MAX_BYTES, {
  path: ['INGEST_IN_FLIGHT_MAX_BYTES'],
  message: 'at least INGEST_BODY_MAX_BYTES, or no large request could ever be taken',
})
export type IngestConfig = z.infer<typeof IngestConfig>
