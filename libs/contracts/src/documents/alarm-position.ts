import { z } from 'zod'
import { EpochMs, Severity0to100 } from '../words.js'
import { CoverKind } from './alarm-state.js'

/** What became of one alert of a zone. Each alert has exactly one of these, so their sum is all that came. */
export const AlarmVerdict = z.enum([
  'new',
  'repeat',
  'chattering',
  'folded',
  'shelved',
  'suppressed',
  'outOfService',
  'returned',
])
export type AlarmVerdict = z.infer<typeof AlarmVerdict>

export const AlarmFoldBy = z.enum(['rule', 'asset', 'zone'])

/** Alarms of a flood on one line; `…` holds those beyond the lines that are kept. Samples are places in alert.v1. */
export const AlarmFold = z.object({
  key: z.string(),
  alarms: z.number().int(),
  severity: Severity0to100,
  firstAt: EpochMs,
  lastAt: EpochMs,
  samples: z.array(z.string()),
})
export type AlarmFold = z.infer<typeof AlarmFold>

const folded = { from: EpochMs, alarms: z.number().int(), by: AlarmFoldBy, groups: z.array(AlarmFold) }
export const PastAlarmFlood = z.object({ ...folded, to: EpochMs })
export type PastAlarmFlood = z.infer<typeof PastAlarmFlood>

/** Alerts that one shelf, window, rule or removal from service hid: how many, how many of them counted in full all the same, and where the newest are. */
export const HiddenAlerts = z.object({
  /** Absent on what was written before there were desks: then it is the position's. */
  zone: z.string().optional(),
  kind: CoverKind,
  id: z.string(),
  alerts: z.number().int(),
  full: z.number().int(),
  firstAt: EpochMs,
  lastAt: EpochMs,
  samples: z.array(z.string()),
})
export type HiddenAlerts = z.infer<typeof HiddenAlerts>

/**
 * The `positions` document, one for each operator position, a desk's or a zone's own (docs/decisions/0012, 0024): where its alerts went, its flood, and what the performance
 * figures are made of. Recorded by the correlator some seconds after it changed; `_id` is `plant/@desk`, or `plant/zone`, a drill's with `~drill` behind it.
 */
export const AlarmPosition = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  /** Of a position that is one zone's. */
  zone: z.string().optional(),
  /** Of a desk: its id, and the zones in which it has seen anything. */
  desk: z.string().optional(),
  zones: z.array(z.string()).optional(),
  drill: z.string().optional(),
  counts: z.record(AlarmVerdict, z.number().int()),
  hidden: z.array(HiddenAlerts),
  flood: z.discriminatedUnion('at', [
    z.object({ at: z.literal('quiet') }),
    z.object({ at: z.literal('flooding'), ...folded }),
  ]),
  /** The newest ended ones, oldest first; `floodsTotal` counts them all. */
  floods: z.array(PastAlarmFlood),
  floodsTotal: z.number().int(),
  /** Number of the ten minutes since 1970, alarms presented in it; empty ones are left out, the last seven days are kept. */
  periods: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** When the newest alarms were presented, newest first: as many as decide about a flood. */
  newest: z.array(EpochMs),
})
export type AlarmPosition = z.infer<typeof AlarmPosition>
