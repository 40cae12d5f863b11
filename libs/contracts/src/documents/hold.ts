import { z } from 'zod'
import { Role } from '../access.js'
import { EpochMs, Localised } from '../words.js'

/** A request to a system outside, with all values filled in. */
export const OutsideRequest = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('http-api'),
    method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    body: z.string(),
  }),
  /** `command` is an OpenC2 command as JSON. */
  z.object({ type: z.literal('openc2-http'), path: z.string(), command: z.string() }),
])
export type OutsideRequest = z.infer<typeof OutsideRequest>

/** What Genba is doing at a hold: `tries` of this one effect, whose key stays the same; nobody else does it before `leaseUntil`. */
export const HoldWork = z.object({
  what: z.enum(['undo', 'renew']),
  key: z.string(),
  by: z.string(),
  reason: z.string(),
  tries: z.number().int(),
  leaseUntil: EpochMs,
  /** Renewals: for how long from the moment at which it is done. */
  holdMs: z.number().int().optional(),
})
export type HoldWork = z.infer<typeof HoldWork>

/**
 * Where a hold is. `standing` until its time is over; `asked`: it is over and a person must undo or renew; `stuck`: undoing failed,
 * a person must; `undone`: over, by Genba (`expired`, `early`) or by a person's own hand (`by-hand`).
 */
export const HoldState = z.discriminatedUnion('at', [
  z.object({ at: z.literal('standing') }),
  z.object({ at: z.literal('asked'), since: EpochMs }),
  z.object({ at: z.literal('stuck'), since: EpochMs, error: z.string() }),
  z.object({
    at: z.literal('undone'),
    since: EpochMs,
    how: z.enum(['expired', 'early', 'by-hand']),
    by: z.string(),
    reason: z.string(),
    answer: z.string(),
  }),
])
export type HoldState = z.infer<typeof HoldState>

/** An effect outside that stands for a time, as a blocked conduit, and how it ends. */
export const Hold = z.object({
  /** The idempotency key of the attempt that made it. */
  id: z.string(),
  run: z.string(),
  step: z.string(),
  title: Localised,
  connector: z.string(),
  /** Sent again, with a key of its own, to renew it. */
  request: OutsideRequest,
  undo: z.object({ by: z.enum(['genba', 'person']), text: Localised, request: OutsideRequest.optional() }),
  /** Who may renew it or end it. */
  roles: z.array(Role),
  since: EpochMs,
  /** Absent: it stands until somebody ends it. */
  until: EpochMs.optional(),
  holdMs: z.number().int().optional(),
  state: HoldState,
  work: HoldWork.optional(),
  /** Works begun so far; each has a key of its own. */
  works: z.number().int(),
  renewals: z.array(z.object({ by: z.string(), reason: z.string(), at: EpochMs, until: EpochMs })),
})
export type Hold = z.infer<typeof Hold>

export const isOver = (hold: Hold): boolean => hold.state.at === 'undone'

/** Of holds that are not over. */
export const HOLDING_STATES = HoldState.options.map(({ shape }) => shape.at.value).filter((at) => at !== 'undone')
