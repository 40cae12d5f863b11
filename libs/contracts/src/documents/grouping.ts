import { z } from 'zod'
import { OperationKind, OperationRefusal } from '../topics/incident.v1.js'
import { Signal } from '../topics/signal.v1.js'
import { EpochMs } from '../words.js'

/** The `signals` document: the newest revision of a signal, `_id` its id. Written by the correlator's second stage, read only there. */
export const HeldSignal = Signal.extend({
  /** Place of its first revision in signal.v1: an incident is named by the signal that was told first. */
  order: z.number().int(),
})
export type HeldSignal = z.infer<typeof HeldSignal>

/**
 * The `operations` document: what a person asked of an incident, `_id` its id, with the signals that it was about when the correlator
 * took it, so that it means the same whenever incidents are grouped again. Written once.
 */
export const Operation = z.object({
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  kind: OperationKind,
  incident: z.string(),
  other: z.string().optional(),
  by: z.string(),
  reason: z.string(),
  at: EpochMs,
  /** Place in lifecycle.v1. */
  order: z.number().int(),
  /** Of a closing: what was closed, in which revision. */
  closes: z.array(z.object({ signal: z.string(), revision: z.number().int() })).optional(),
  /** Of a merge: what stays together. */
  together: z.array(z.string()).optional(),
  /** Of a split or detachment: what was taken out, and what stays together without it. */
  apart: z.array(z.string()).optional(),
  rest: z.array(z.string()).optional(),
  undoes: z.string().optional(),
  refused: OperationRefusal.optional(),
})
export type Operation = z.infer<typeof Operation>
