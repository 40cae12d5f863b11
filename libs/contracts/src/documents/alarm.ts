import { z } from 'zod'
import { EpochMs, Severity0to100 } from '../words.js'

/**
 * What an alarm counts: one per standing alert. `_id` is `plant/zone/asset/rule` (`-` for no asset), of a process alert with `/sensor`
 * and, where it has one, `/detector` behind it; a drill's ends in `~<drill>`.
 * Upserts are coalesced by the correlator.
 */
export const Alarm = z.object({
  v: z.literal(1),
  plant: z.string(),
  zone: z.string(),
  asset: z.string().optional(),
  rule: z.string(),
  /** Only on process alerts: an asset has many measured values, and each may stand by itself. */
  sensor: z.string().optional(),
  /** Only where a detector judged the measured value. */
  detector: z.string().optional(),
  name: z.string(),
  severity: Severity0to100,
  count: z.number().int(),
  /** `partition:offset`, in a pack `partition:offset:index`, of the alert with which the correlator's present count began, and what was counted before it; absent until the correlator has written it once. */
  countedFrom: z.string().optional(),
  countedBefore: z.number().int().optional(),
  firstAt: EpochMs,
  lastAt: EpochMs,
  /** `partition:offset` in alert.v1 of the first alert and the newest ones; `partition:offset:index` of one in a pack. */
  samples: z.array(z.string()),
  /** Only on alarms of a drill. */
  drill: z.string().optional(),
})
export type Alarm = z.infer<typeof Alarm>
