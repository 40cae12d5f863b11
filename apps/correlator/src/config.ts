import { EngineConfig, port } from '@genba/platform'
import { z } from 'zod'

export const CorrelatorConfig = EngineConfig.extend({
  CORRELATOR_PORT: port(4602),
  /** Folder of Sigma rule files besides those that come with Genba; one of the same name replaces that. */
  RULES_DIR: z.string().min(1).optional(),
  /** How often the rule files are looked at. */
  RULES_POLL_MS: z.coerce.number().int().min(50).max(600_000).default(2_000),
  /** Folder of the plants' detector files, `<plant>.yml`; absent: those that come with Genba. */
  DETECTORS_DIR: z.string().min(1).optional(),
  /** Threads that read alert.v1; more than it has partitions have nothing to do. Absent: one a processor, at most one a partition. */
  ZONE_THREADS: z.coerce.number().int().min(1).max(64).optional(),
  /** How far behind a zone's newest event an alert may be and still count as if it had come in order; so long after a zone's last word ticks judge what it left. */
  LATENESS_MS: z.coerce.number().int().min(0).max(3_600_000).default(120_000),
  /** What is kept after a crash is at most this old, or this many messages of a partition behind; the rest is read again. */
  CHECKPOINT_MS: z.coerce.number().int().min(100).max(600_000).default(30_000),
  CHECKPOINT_ALERTS: z.coerce.number().int().min(1).default(500_000),
  /** Signals, and what people did with incidents, are kept for so long, and as long as an incident that is open, or was closed in that time, can have to do with them. */
  GROUPING_DAYS: z.coerce.number().int().min(1).max(3_650).default(90),
  /** How often it is looked for what silence has ended, and alarms that count are written. */
  TELL_MS: z.coerce.number().int().min(10).max(60_000).default(500),
  /** How often signals that only grow are told: each is written again with its incident. One that is new is told at once. */
  GROWTH_MS: z.coerce.number().int().min(10).max(60_000).default(2_000),
})
export type CorrelatorConfig = z.infer<typeof CorrelatorConfig>
export const CORRELATOR_CONFIG = Symbol('CORRELATOR_CONFIG')
export const RULES = Symbol('RULES')
export const DETECTORS = Symbol('DETECTORS')
