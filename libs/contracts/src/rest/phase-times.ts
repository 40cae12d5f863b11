import { z } from 'zod'
import { EpochMs, Phase } from '../words.js'
import type { Route } from './route.js'

/** How long responses were in one phase: stays, those that took longer than their budget, all of the time and the longest stay. */
export const PhaseFigures = z.object({
  phase: Phase,
  stays: z.number().int(),
  late: z.number().int(),
  totalMs: z.number().int(),
  longestMs: z.number().int(),
})
export type PhaseFigures = z.infer<typeof PhaseFigures>

/** The OODA clock of a plant within a span of time, by zone and by shift; every phase in each row. */
export const PhaseTimes = z.object({
  from: EpochMs,
  to: EpochMs,
  zones: z.array(z.object({ zone: z.string(), phases: z.array(PhaseFigures) })),
  /** `HH:MM` in the plant's time zone; the row without hours is what lies in no shift of the roster. */
  shifts: z.array(z.object({ from: z.string().optional(), to: z.string().optional(), phases: z.array(PhaseFigures) })),
  /** There were more responses than are counted: the newest are. */
  isCut: z.boolean(),
})
export type PhaseTimes = z.infer<typeof PhaseTimes>

export const PhaseTimesQuery = z.object({ days: z.coerce.number().int().min(1).max(31).default(7) })
export type PhaseTimesQuery = z.infer<typeof PhaseTimesQuery>

export const PHASE_TIMES_ROUTES = {
  measurePhases: {
    method: 'GET',
    path: '/v1/plants/:plant/phase-times',
    access: 'response.read',
    query: PhaseTimesQuery,
    answer: PhaseTimes,
  },
} as const satisfies Record<string, Route>
