import { z } from 'zod'
import { Role } from '../access.js'
import { EpochMs } from '../words.js'

const UserName = z.string().min(1).max(100)
const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM')
export const ROSTER_ROWS_MAX = 200

/** On call: these hours of these days of the week (0 is Sunday), in the plant's time zone; `to` at or before `from` is on the next day. */
export const Duty = z.strictObject({
  user: UserName,
  role: Role,
  days: z.array(z.number().int().min(0).max(6)).min(1).max(7),
  from: ClockTime,
  to: ClockTime,
})
export type Duty = z.infer<typeof Duty>

/**
 * Who stands in for whom in a role. With a time: from the beginning to the end of it, as somebody who is away. Without: a standing
 * deputy, who is asked when those asked first do not answer in time.
 */
export const Deputy = z
  .strictObject({
    user: UserName,
    standsFor: UserName,
    role: Role,
    from: EpochMs.optional(),
    until: EpochMs.optional(),
  })
  .refine(({ user, standsFor }) => user !== standsFor, { path: ['user'], message: 'nobody stands in for themselves' })
  .refine(({ from, until }) => (from === undefined) === (until === undefined), {
    path: ['until'],
    message: 'give both from and until, or neither',
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    message: 'ends before it begins',
  })
export type Deputy = z.infer<typeof Deputy>

/** The `rosters` document, `_id` is the plant: on-call hours and deputies. Written by the gateway. */
export const Roster = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  duties: z.array(Duty).max(ROSTER_ROWS_MAX),
  deputies: z.array(Deputy).max(ROSTER_ROWS_MAX),
})
export type Roster = z.infer<typeof Roster>
