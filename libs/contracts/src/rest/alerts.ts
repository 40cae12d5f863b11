import { z } from 'zod'
import { Name } from '../ids.js'
import { Alert } from '../topics/alert.v1.js'
import { DeadLetter } from '../topics/dead-letter.v1.js'
import { EpochMs } from '../words.js'

export const ALERTS_PAGE_MAX = 200
/** Where the next page begins: offsets of each partition. Not for reading, but it holds nothing secret either. */
const Cursor = z.string().min(1).max(4_000)
/** Bytes shown of a record that could not be read. */
export const DEAD_LETTER_SHOWN_BYTES = 8_192

/** Alerts by time of receipt, newest first. `text` stands in the name, the rule, a field or the record, without a case. */
export const AlertQuery = z.object({
  plant: Name.optional(),
  zone: Name.optional(),
  asset: Name.optional(),
  rule: z.string().min(1).max(300).optional(),
  text: z.string().min(1).max(300).optional(),
  severity: z.coerce.number().int().min(0).max(100).optional(),
  in: z.enum(['any', 'incident', 'none']).default('any'),
  from: z.coerce.number().int().min(0).optional(),
  until: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(ALERTS_PAGE_MAX).default(100),
  cursor: Cursor.optional(),
})
export type AlertQuery = z.infer<typeof AlertQuery>

/** `incident`: one that counts alerts of this rule, zone and asset at this time. Why it is or is not in it is told exactly by the explanation. */
export const AlertRow = z.object({ alert: Alert, incident: z.string().optional() })
export type AlertRow = z.infer<typeof AlertRow>

/**
 * A page may hold fewer than asked for, or none: it ends when its time is up. `looked` alerts were looked at, back to `reachedAt`; `next` is absent
 * when the range is through.
 */
export const AlertPage = z.object({
  alerts: z.array(AlertRow),
  next: Cursor.optional(),
  looked: z.number().int(),
  reachedAt: EpochMs.optional(),
  from: EpochMs,
})
export type AlertPage = z.infer<typeof AlertPage>

export const DeadLetterQuery = z.object({
  from: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(ALERTS_PAGE_MAX).default(50),
  cursor: Cursor.optional(),
})
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>

/** `originalBase64` holds at most DEAD_LETTER_SHOWN_BYTES of `bytes`. */
export const DeadLetterRow = DeadLetter.extend({ plant: z.string(), bytes: z.number().int() })
export type DeadLetterRow = z.infer<typeof DeadLetterRow>

export const DeadLetterPage = z.object({
  letters: z.array(DeadLetterRow),
  next: Cursor.optional(),
  from: EpochMs,
})
export type DeadLetterPage = z.infer<typeof DeadLetterPage>
