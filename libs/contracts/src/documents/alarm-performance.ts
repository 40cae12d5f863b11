import { z } from 'zod'
import { EpochMs } from '../words.js'

/** ISA-18.2 / IEC 62682 clause 16.5, the table of recommended figures for one operator position. */
export const PERFORMANCE_TARGETS = {
  average: 1,
  peak: 10,
  periodsOverTen: 0.01,
  timeInFlood: 0.01,
  mostFrequentShare: 0.05,
  stale: 4,
  chattering: 0,
  fleeting: 0,
} as const
export type PerformanceFigure = keyof typeof PERFORMANCE_TARGETS

const Met = z.enum(['met', 'missed'])

/** The alarm system performance figures of ISA-18.2 for one position, or for several read as one. */
export const AlarmPerformance = z.object({
  position: z.string(),
  from: EpochMs,
  to: EpochMs,
  presented: z.number().int(),
  perTenMinutes: z.object({ average: z.number(), peak: z.number().int() }),
  /** Share of ten-minute periods with more than 10 alarms, and of the time that was flood. */
  periodsOverTen: z.number(),
  timeInFlood: z.number(),
  /** The ten most often presented, each since its alarm began to stand in the table, and their share of all that was presented so. */
  mostFrequent: z.array(z.object({ id: z.string(), name: z.string(), annunciations: z.number().int() })),
  mostFrequentShare: z.number(),
  stale: z.number().int(),
  chattering: z.number().int(),
  fleeting: z.number().int(),
  /** Alarms hidden now, by any cover. */
  hidden: z.number().int(),
  met: z.object({
    average: Met,
    peak: Met,
    periodsOverTen: Met,
    timeInFlood: Met,
    mostFrequentShare: Met,
    stale: Met,
    chattering: Met,
    fleeting: Met,
  }),
})
export type AlarmPerformance = z.infer<typeof AlarmPerformance>
