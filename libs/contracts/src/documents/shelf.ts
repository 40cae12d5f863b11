import { z } from 'zod'
import { EpochMs, PlantState } from '../words.js'

const HOUR_MS = 3_600_000

/** Nobody shelves longer than a day in one go; a plant may set less. ISA-18.2 11.7: shelving has a time limit. */
export const SHELF_MAX_MS = 24 * HOUR_MS
/** Work that lasts longer is planned as several windows, each with its reason. */
export const MAINTENANCE_MAX_MS = 14 * 24 * HOUR_MS
export const SHELF_SOURCES_MAX = 50

const Reason = z.string().trim().min(1).max(2000)
const inOrder = (span: { from: number; until?: number | undefined }) =>
  span.until === undefined || span.from < span.until

/**
 * Recorded when a person shelved an alarm, by the gateway. Taking it off the shelf early moves `until` forward in
 * time's order, never deletes: a replay needs to see what was shelved when.
 */
export const Shelf = z
  .object({
    v: z.literal(1),
    id: z.string(),
    plant: z.string(),
    zone: z.string(),
    /** Absent: the rule is shelved for every asset of the zone. */
    asset: z.string().optional(),
    rule: z.string(),
    reason: Reason,
    by: z.string(),
    from: EpochMs,
    until: EpochMs,
    /**
     * Addresses of the alarm's samples when it was shelved. Another source's alert stays hidden but counts in full for correlation. Absent
     * on shelves from before they were noted: any source.
     */
    sources: z.array(z.string()).max(SHELF_SOURCES_MAX).optional(),
    /** Only on shelves of a drill; they hide that drill's alarms and no real one. */
    drill: z.string().optional(),
  })
  .refine(inOrder, { path: ['until'], message: 'until must be after from' })
  .refine((shelf) => shelf.until - shelf.from <= SHELF_MAX_MS, {
    path: ['until'],
    message: 'longer than SHELF_MAX_MS; take the alarm out of service instead',
  })
export type Shelf = z.infer<typeof Shelf>

/** Recorded when an alarm was taken out of service (ISA-18.2 11.8), by the gateway: no time limit, so a second person approves it. */
export const OutOfService = z
  .object({
    v: z.literal(1),
    id: z.string(),
    plant: z.string(),
    zone: z.string(),
    /** At least one of asset and rule is named: a whole zone is never out of service. */
    asset: z.string().optional(),
    rule: z.string().optional(),
    reason: Reason,
    by: z.string(),
    approvedBy: z.string(),
    from: EpochMs,
    /** Absent until it was returned to service. */
    until: EpochMs.optional(),
  })
  .refine(inOrder, { path: ['until'], message: 'until must be after from' })
  .refine((out) => out.asset !== undefined || out.rule !== undefined, {
    path: ['rule'],
    message: 'name an asset or a rule',
  })
  .refine((out) => out.by !== out.approvedBy, { path: ['approvedBy'], message: 'nobody approves their own request' })
export type OutOfService = z.infer<typeof OutOfService>

/** Recorded when a plant engineer planned work on a zone or asset, by the gateway. */
export const MaintenanceWindow = z
  .object({
    v: z.literal(1),
    id: z.string(),
    plant: z.string(),
    zone: z.string(),
    asset: z.string().optional(),
    reason: Reason,
    by: z.string(),
    from: EpochMs,
    until: EpochMs,
  })
  .refine(inOrder, { path: ['until'], message: 'until must be after from' })
  .refine((window) => window.until - window.from <= MAINTENANCE_MAX_MS, {
    path: ['until'],
    message: 'longer than MAINTENANCE_MAX_MS; plan several windows',
  })
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>

/** Whatever a person covers alarms with, as stage one is told of it over lifecycle.v1. */
export const AlarmCover = z.discriminatedUnion('kind', [
  Shelf.safeExtend({ kind: z.literal('shelf') }),
  OutOfService.safeExtend({ kind: z.literal('outOfService') }),
  MaintenanceWindow.safeExtend({ kind: z.literal('maintenance') }),
])
export type AlarmCover = z.infer<typeof AlarmCover>

/** One suppression rule of a plant: while the cause stands in a zone, its known consequences there are suppressed by design (ISA-18.2 11.9). */
export const SuppressionRule = z.object({
  id: z.string(),
  plant: z.string(),
  zones: z.union([z.literal('*'), z.array(z.string()).min(1)]),
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('alarm'), rule: z.string(), asset: z.enum(['same', 'any']) }),
    z.object({ kind: z.literal('plantState'), states: z.array(PlantState).min(1) }),
  ]),
  suppress: z.array(z.string()).min(1),
  reason: Reason,
  /** How long after the cause has gone the consequences may still settle. */
  releaseMs: z.number().int().min(0).max(HOUR_MS),
})
export type SuppressionRule = z.infer<typeof SuppressionRule>

/** As it stands in the plant's own file, which says whose it is. */
export const PlantSuppression = SuppressionRule.omit({ plant: true })
export type PlantSuppression = z.infer<typeof PlantSuppression>
