import { z } from 'zod'
import { EpochMs } from '../words.js'
import { Alarm } from './alarm.js'

/** What keeps an alarm from the operator. A maintenance window is planned, so it suppresses by design (ISA-18.2 clause 11). */
export const CoverKind = z.enum(['shelf', 'outOfService', 'design', 'maintenance'])
export type CoverKind = z.infer<typeof CoverKind>

const since = EpochMs
/** The condition goes on being watched behind a cover: it decides where the alarm stands when the cover ends. */
const condition = z.enum(['active', 'inactive'])

/** Where an alarm stands: states A to I of the ISA-18.2 / IEC 62682 state diagram, with the event time since which. */
export const AlarmState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('normal'), since }),
  z.object({ at: z.literal('unacknowledged'), since }),
  z.object({ at: z.literal('acknowledged'), since }),
  z.object({ at: z.literal('returnedUnacknowledged'), since }),
  z.object({ at: z.literal('latchedUnacknowledged'), since }),
  z.object({ at: z.literal('latchedAcknowledged'), since }),
  z.object({ at: z.literal('shelved'), since, by: z.string(), condition }),
  z.object({
    at: z.literal('suppressedByDesign'),
    since,
    kind: z.enum(['design', 'maintenance']),
    by: z.string(),
    condition,
  }),
  z.object({ at: z.literal('outOfService'), since, by: z.string(), condition }),
])
export type AlarmState = z.infer<typeof AlarmState>

/** States in which an alarm waits for somebody to acknowledge it. */
export const UNACKNOWLEDGED_STATES = [
  'unacknowledged',
  'returnedUnacknowledged',
  'latchedUnacknowledged',
] as const satisfies readonly AlarmState['at'][]

export const isUnacknowledged = ({ at }: AlarmState): boolean =>
  (UNACKNOWLEDGED_STATES as readonly string[]).includes(at)

/** Its condition has gone, a person has not let go of it (ISA-18.2 states E and F). */
export const isLatched = ({ at }: AlarmState): boolean => at === 'latchedUnacknowledged' || at === 'latchedAcknowledged'

/** The `alarms` document with its ISA-18.2 state. Recorded by the correlator whenever the alarm changed, by the id of `Alarm`. */
export const StandingAlarm = Alarm.extend({
  id: z.string(),
  state: AlarmState,
  /** Chattering: repeats faster than a person can act on (ISA-18.2 16.5). */
  rhythm: z.enum(['steady', 'chattering']),
  /** How long the condition has been true without a break; stale is more than 24 h by default. */
  age: z.enum(['fresh', 'standing', 'stale']),
  /** How often it was presented as new work, and how often it was gone before anyone could act. */
  annunciations: z.number().int(),
  fleeting: z.number().int(),
  /** Only on alarms of a drill. */
  drill: z.string().optional(),
})
export type StandingAlarm = z.infer<typeof StandingAlarm>
