import { z } from 'zod'
import { AlarmPerformance } from '../documents/alarm-performance.js'
import { AlarmPosition } from '../documents/alarm-position.js'
import { StandingAlarm } from '../documents/alarm-state.js'
import { Desk } from '../documents/plant.js'
import { PlantCover } from '../documents/plant-cover.js'
import { SHELF_MAX_MS } from '../documents/shelf.js'
import { EpochMs } from '../words.js'
import { AnswerInput } from './approvals.js'
import { ReasonInput, Taken } from './console.js'
import type { Route } from './route.js'

/** What to show of a plant's alarms. `present`: not normal and behind no cover. */
export const AlarmShown = z.enum(['present', 'unacknowledged', 'shelved', 'suppressed', 'outOfService', 'all'])
export type AlarmShown = z.infer<typeof AlarmShown>

const id = z.string().min(1).max(500)
const reason = z.string().trim().min(1).max(2000)
/** The writer's own: the same one sent twice is one cover. */
const key = z.string().regex(/^[\w-]{8,64}$/)

export const AlarmQuery = z.object({
  shown: AlarmShown.default('present'),
  zone: id.optional(),
  asset: id.optional(),
  rule: id.optional(),
  rhythm: z.literal('chattering').optional(),
  age: z.literal('stale').optional(),
  /** Alarms of this drill; absent: real ones. */
  drill: id.optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d+~.+$/)
    .max(600)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type AlarmQuery = z.infer<typeof AlarmQuery>

/** Newest first. An alarm that repeats while pages are read is on the first one again. */
export const AlarmList = z.object({ alarms: z.array(StandingAlarm), next: z.string().optional() })
export type AlarmList = z.infer<typeof AlarmList>

/** The operator positions of a plant as they are manned now, desks and zones of their own, without what only the figures are made of. */
export const AlarmPositions = z.object({
  positions: z.array(AlarmPosition.omit({ periods: true, newest: true })),
})
export type AlarmPositions = z.infer<typeof AlarmPositions>

export const PerformanceQuery = z.object({
  zone: id.optional(),
  hours: z.coerce.number().int().min(1).max(168).default(24),
})
export type PerformanceQuery = z.infer<typeof PerformanceQuery>

/** `isCut`: the plant has more alarms than were read for it; figures made of single alarms are too low. `desk`: the figures of the zone asked for are those of its desk. */
export const PlantPerformance = z.object({ figures: AlarmPerformance, isCut: z.boolean(), desk: Desk.optional() })
export type PlantPerformance = z.infer<typeof PlantPerformance>

/** What runs, is planned or asked for, and the newest of what has ended. */
export const CoverList = z.object({ covers: z.array(PlantCover) })
export type CoverList = z.infer<typeof CoverList>

export const AcknowledgeInput = z.strictObject({ alarm: id, note: z.string().trim().max(2000).default('') })
export type AcknowledgeInput = z.infer<typeof AcknowledgeInput>

/** A span instead of an end: people's clocks differ. */
export const ShelveInput = z.strictObject({
  key,
  alarm: id,
  reason,
  forMs: z.number().int().min(60_000).max(SHELF_MAX_MS),
})
export type ShelveInput = z.infer<typeof ShelveInput>

export const OutOfServiceInput = z
  .strictObject({ key, zone: id, asset: id.optional(), rule: id.optional(), reason })
  .refine(({ asset, rule }) => asset !== undefined || rule !== undefined, {
    path: ['rule'],
    message: 'name an asset or a rule',
  })
export type OutOfServiceInput = z.infer<typeof OutOfServiceInput>

export const MaintenanceInput = z.strictObject({
  key,
  zone: id,
  asset: id.optional(),
  reason,
  from: EpochMs,
  until: EpochMs,
})
export type MaintenanceInput = z.infer<typeof MaintenanceInput>

/** Alarms of a plant (ISA-18.2), and what people hide them behind. Ids of alarms have slashes, so they stand in bodies. */
export const ALARM_ROUTES = {
  listAlarms: {
    method: 'GET',
    path: '/v1/plants/:plant/alarms',
    access: 'alarm.read',
    query: AlarmQuery,
    answer: AlarmList,
  },
  listAlarmPositions: {
    method: 'GET',
    path: '/v1/plants/:plant/alarm-positions',
    access: 'alarm.read',
    answer: AlarmPositions,
  },
  measureAlarms: {
    method: 'GET',
    path: '/v1/plants/:plant/alarm-performance',
    access: 'alarm.read',
    query: PerformanceQuery,
    answer: PlantPerformance,
  },
  acknowledgeAlarm: {
    method: 'POST',
    path: '/v1/plants/:plant/alarms/acknowledge',
    access: 'alarm.operate',
    body: AcknowledgeInput,
    answer: Taken,
  },
  resetAlarm: {
    method: 'POST',
    path: '/v1/plants/:plant/alarms/reset',
    access: 'alarm.operate',
    body: AcknowledgeInput,
    answer: Taken,
  },
  listCovers: { method: 'GET', path: '/v1/plants/:plant/covers', access: 'alarm.read', answer: CoverList },
  shelveAlarm: {
    method: 'POST',
    path: '/v1/plants/:plant/shelves',
    access: 'alarm.operate',
    body: ShelveInput,
    answer: Taken,
  },
  requestOutOfService: {
    method: 'POST',
    path: '/v1/plants/:plant/out-of-service',
    access: 'alarm.operate',
    body: OutOfServiceInput,
    answer: Taken,
  },
  decideOutOfService: {
    method: 'POST',
    path: '/v1/plants/:plant/out-of-service/:cover/decide',
    access: 'alarm.operate',
    body: AnswerInput,
    answer: Taken,
  },
  returnAlarm: {
    method: 'POST',
    path: '/v1/plants/:plant/covers/:cover/return',
    access: 'alarm.operate',
    body: ReasonInput,
    answer: Taken,
  },
  planMaintenance: {
    method: 'POST',
    path: '/v1/plants/:plant/maintenance',
    access: 'maintenance.plan',
    body: MaintenanceInput,
    answer: Taken,
  },
  endMaintenance: {
    method: 'POST',
    path: '/v1/plants/:plant/maintenance/:cover/end',
    access: 'maintenance.plan',
    body: ReasonInput,
    answer: Taken,
  },
} as const satisfies Record<string, Route>
