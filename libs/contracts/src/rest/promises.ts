import { z } from 'zod'
import { EpochMs } from '../words.js'
import { Taken } from './console.js'
import type { Route } from './route.js'

const Text = z.string().trim().min(1).max(2000)
/** A promise for longer than a year is a contract. */
export const PROMISE_MAX_MS = 366 * 86_400_000

/**
 * The `promises` document: what an equipment vendor has promised and until when, as somebody of the plant or the SOC noted it (guideline
 * 3.3(2)). Kept or given up by a person; time alone only makes it overdue. Written by the gateway.
 */
export const VendorPromise = z.object({
  v: z.literal(1),
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  vendor: z.string(),
  text: z.string(),
  until: EpochMs,
  by: z.string(),
  at: EpochMs,
  ended: z.object({ as: z.enum(['kept', 'given-up']), by: z.string(), reason: z.string(), at: EpochMs }).optional(),
})
export type VendorPromise = z.infer<typeof VendorPromise>

/** `key` is the writer's own: the same one sent twice is one promise. */
export const PromiseInput = z.strictObject({
  key: z.string().regex(/^[\w-]{8,64}$/),
  vendor: z.string().trim().min(1).max(200),
  text: Text,
  until: EpochMs,
})
export type PromiseInput = z.infer<typeof PromiseInput>

export const PromiseEndInput = z.strictObject({ as: z.enum(['kept', 'given-up']), reason: Text })
export type PromiseEndInput = z.infer<typeof PromiseEndInput>

/** Those that are open, what is due first on top. */
export const PromiseList = z.object({ promises: z.array(VendorPromise) })
export type PromiseList = z.infer<typeof PromiseList>

export const PROMISE_ROUTES = {
  listPromises: { method: 'GET', path: '/v1/plants/:plant/promises', access: 'incident.read', answer: PromiseList },
  notePromise: {
    method: 'POST',
    path: '/v1/plants/:plant/promises',
    access: 'promise.note',
    body: PromiseInput,
    answer: Taken,
  },
  endPromise: {
    method: 'POST',
    path: '/v1/plants/:plant/promises/:promise/end',
    access: 'promise.note',
    body: PromiseEndInput,
    answer: Taken,
  },
} as const satisfies Record<string, Route>
