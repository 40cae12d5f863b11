import type { z } from 'zod'
import { Alert } from './alert.v1.js'
import { DeadLetter } from './dead-letter.v1.js'
import { Decision } from './decision.v1.js'
import { Incident } from './incident.v1.js'
import { Lifecycle } from './lifecycle.v1.js'
import { Measurement } from './measurement.v1.js'
import { Signal } from './signal.v1.js'
import { TimelineEntry } from './timeline.v1.js'

const DAY_MS = 86_400_000

/** Every topic, its schema, its key, who writes it and how long Kafka keeps it. alert.v1 has three writers: ingest what sensors report, the correlator what its detectors find (docs/decisions/0005), the responder what it missed itself (docs/decisions/0011). Partition counts are for the local engines; production sets its own. `ticks`: ingest also writes there how far the clock has come (`Tick`). */
export const TOPICS = {
  'alert.v1': {
    schema: Alert,
    key: 'plant/@desk or plant/zone',
    writer: 'ingest, correlator, responder',
    partitions: 6,
    retentionMs: 7 * DAY_MS,
    ticks: true,
  },
  'measurement.v1': {
    schema: Measurement,
    key: 'plant/zone',
    writer: 'ingest',
    partitions: 6,
    retentionMs: 7 * DAY_MS,
    ticks: true,
  },
  'dead-letter.v1': { schema: DeadLetter, key: 'source', writer: 'ingest', partitions: 1, retentionMs: 30 * DAY_MS },
  'signal.v1': { schema: Signal, key: 'plant', writer: 'correlator', partitions: 3, retentionMs: 7 * DAY_MS },
  'incident.v1': { schema: Incident, key: 'plant', writer: 'correlator', partitions: 3, retentionMs: 30 * DAY_MS },
  'decision.v1': { schema: Decision, key: 'plant', writer: 'gateway', partitions: 3, retentionMs: 30 * DAY_MS },
  'lifecycle.v1': { schema: Lifecycle, key: 'plant', writer: 'gateway', partitions: 3, retentionMs: 30 * DAY_MS },
  'timeline.v1': { schema: TimelineEntry, key: 'plant', writer: 'responder', partitions: 3, retentionMs: 30 * DAY_MS },
} as const satisfies Record<
  string,
  { schema: z.ZodType; key: string; writer: string; partitions: number; retentionMs: number; ticks?: true }
>

export type Topic = keyof typeof TOPICS
export type TopicValue<T extends Topic> = z.infer<(typeof TOPICS)[T]['schema']>
