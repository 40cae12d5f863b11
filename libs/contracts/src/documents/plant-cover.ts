import { z } from 'zod'
import { EpochMs } from '../words.js'
import { AlarmCover } from './shelf.js'

/** Somebody wants an alarm out of service; nothing is hidden before a second person approves. */
export const OutOfServiceRequest = z.object({
  kind: z.literal('request'),
  id: z.string(),
  plant: z.string(),
  zone: z.string(),
  asset: z.string().optional(),
  rule: z.string().optional(),
  reason: z.string(),
  by: z.string(),
})
export type OutOfServiceRequest = z.infer<typeof OutOfServiceRequest>

const Done = z.object({ by: z.string(), at: EpochMs, reason: z.string() })

/** The `shelves` document: what a person covers alarms of a plant with, or asks to. Written by the gateway, never deleted. */
export const PlantCover = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  /** When it was shelved, asked for or planned. */
  at: EpochMs,
  cover: z.discriminatedUnion('kind', [AlarmCover, OutOfServiceRequest]),
  /** The second person's answer to a request. */
  approved: Done.optional(),
  refused: Done.optional(),
  /** Ended by a person before its time; `cover.until` has been moved. */
  ended: Done.optional(),
})
export type PlantCover = z.infer<typeof PlantCover>
