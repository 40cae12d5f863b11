import type { Importance, Level, Phase } from '@genba/contracts'

const MINUTE_MS = 60_000
const ORDER = ['low', 'medium', 'high'] as const satisfies readonly Level[]

/**
 * How long a phase may take, by the greatest importance of what is hit (guideline 3.1.5). The guideline names no times; these are the
 * house's. Observe and orient are Genba's own work; decide has time for two people; act has time to look again until it is quiet.
 */
export const PHASE_BUDGET = {
  observe: { low: 15 * MINUTE_MS, medium: 5 * MINUTE_MS, high: 2 * MINUTE_MS },
  orient: { low: 15 * MINUTE_MS, medium: 5 * MINUTE_MS, high: 2 * MINUTE_MS },
  decide: { low: 120 * MINUTE_MS, medium: 60 * MINUTE_MS, high: 30 * MINUTE_MS },
  act: { low: 240 * MINUTE_MS, medium: 120 * MINUTE_MS, high: 60 * MINUTE_MS },
} as const satisfies Record<Phase, Record<Level, number>>

export const phaseBudget = (importance: Level, phase: Phase): number => PHASE_BUDGET[phase][importance]

/** The greatest of the five. */
export const greatest = (importance: Importance): Level =>
  ORDER.findLast((level) => Object.values(importance).includes(level)) ?? 'low'
