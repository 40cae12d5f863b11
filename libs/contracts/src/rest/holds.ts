import { z } from 'zod'
import { Hold } from '../documents/hold.js'

export const HOLD_MAX_MS = 7 * 86_400_000

/** The temporary blocks of the plants that the person can see, those that end first on top. */
export const HoldList = z.object({
  holds: z.array(z.object({ plant: z.string(), incident: z.string(), hold: Hold, isDrill: z.boolean() })),
})
export type HoldList = z.infer<typeof HoldList>
export const HoldQuery = z.object({ plant: z.string().optional() })
export type HoldQuery = z.infer<typeof HoldQuery>

export const RenewInput = z.strictObject({
  holdMs: z.number().int().min(60_000).max(HOLD_MAX_MS),
  reason: z.string().trim().min(1).max(2000),
})
export type RenewInput = z.infer<typeof RenewInput>

export const UndoHoldInput = z.strictObject({
  isByHand: z.boolean().default(false),
  reason: z.string().trim().min(1).max(2000),
})
export type UndoHoldInput = z.infer<typeof UndoHoldInput>
