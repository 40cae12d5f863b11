import { z } from 'zod'
import { Measurement } from '../topics/measurement.v1.js'
import { EpochMs } from '../words.js'
import type { Route } from './route.js'

/** Stretches of time that a plot is cut into; of each a series keeps its least and its greatest value. */
export const PLOT_STRETCHES = 150
export const PLOT_SERIES_MAX = 40
export const PLOT_SPAN_MAX_MS = 86_400_000
/** How long before the first and after the last alert matters, unless somebody asks for other times. */
export const PLOT_AROUND_MS = 600_000

/** One measured, set or commanded value over time. */
export const PlotSeries = Measurement.pick({ zone: true, asset: true, tag: true, kind: true }).extend({
  unit: z.string().optional(),
  /** Values read; `points` may be fewer. */
  count: z.number().int(),
  /** Time and value, oldest first. */
  points: z.array(z.tuple([EpochMs, z.number()])),
})
export type PlotSeries = z.infer<typeof PlotSeries>

/** The values of the incident's zones around it, read from the topic. */
export const IncidentMeasurements = z.object({
  from: EpochMs,
  until: EpochMs,
  series: z.array(PlotSeries),
  /** Zones whose values could not be read to the end in time. */
  unread: z.array(z.string()),
  /** Series beyond the bound. */
  evicted: z.number().int(),
})
export type IncidentMeasurements = z.infer<typeof IncidentMeasurements>

/** Without times: `PLOT_AROUND_MS` before the incident began until as long after its last alert. */
export const MeasurementsQuery = z
  .object({ from: z.coerce.number().int().min(0), until: z.coerce.number().int().min(0) })
  .partial()
  .refine(({ from, until }) => (from === undefined) === (until === undefined), {
    path: ['until'],
    message: 'from and until belong together',
  })
  .refine(({ from = 0, until = 1 }) => from < until && until - from <= PLOT_SPAN_MAX_MS, {
    path: ['until'],
    message: 'must be after from, by a day at most',
  })
export type MeasurementsQuery = z.infer<typeof MeasurementsQuery>

export const MEASUREMENT_ROUTES = {
  listIncidentMeasurements: {
    method: 'GET',
    path: '/v1/incidents/:incident/measurements',
    access: 'incident.read',
    query: MeasurementsQuery,
    answer: IncidentMeasurements,
  },
} as const satisfies Record<string, Route>
