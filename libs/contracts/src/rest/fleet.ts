import { z } from 'zod'
import { Desk } from '../documents/plant.js'
import { EpochMs, Localised, PlantState, Severity0to100 } from '../words.js'

/** What the people who watch many plants see of one: its open incidents in a few numbers. Drills count apart. */
export const PlantSummary = z.object({
  id: z.string(),
  name: Localised,
  /** Who the plant belongs to, as a region or a business unit; absent when the plant file names none. */
  group: Localised.optional(),
  timeZone: z.string(),
  state: PlantState,
  zones: z.number().int(),
  /** Open incidents, drills not among them. */
  open: z.number().int(),
  drills: z.number().int(),
  /** The worst open incident's; 0 when there is none. */
  severity: Severity0to100,
  /** Decisions that wait for people. */
  waiting: z.number().int(),
  /** Responses whose step failed and waits for somebody to retry it. */
  parked: z.number().int(),
  /** Responses whose present phase takes longer than its budget. */
  late: z.number().int(),
  /** Zones whose alarms flood their operator now (ISA-18.2), all those of a desk that is flooded. */
  flooding: z.array(z.string()),
  /** Desks that are flooded; absent when none is. */
  floodingDesks: z.array(Desk).optional(),
  /** Sensors that should report and do not. */
  silent: z.number().int(),
  /** Zones with an open incident, each with the worst severity. */
  hit: z.array(z.object({ zone: z.string(), severity: Severity0to100 })),
  /** When the oldest phase that is still going on began; absent without an open response. */
  phaseSince: EpochMs.optional(),
  /** The last alert of an open incident. */
  lastAt: EpochMs.optional(),
})
export type PlantSummary = z.infer<typeof PlantSummary>

export const Fleet = z.object({ plants: z.array(PlantSummary) })
export type Fleet = z.infer<typeof Fleet>
