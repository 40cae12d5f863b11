import { z } from 'zod'
import { EpochMs } from '../words.js'

const about = {
  v: z.literal(1),
  id: z.string(),
  plant: z.string(),
  incident: z.string(),
  /** The newest operation on the incident that the person had seen, empty for none; absent on those told before it was there. */
  seen: z.string().optional(),
  reason: z.string(),
  by: z.string(),
  at: EpochMs,
}

/**
 * Recorded when a person closed an incident, put two together, took signals out of one, or undid one of these, by the gateway, keyed by
 * plant: the one thing told against the stream. The correlator, sole writer of incidents, carries it out or lists it as refused.
 */
export const Lifecycle = z.discriminatedUnion('to', [
  z.object({ ...about, to: z.literal('closed') }),
  /** `other` becomes part of `incident`. */
  z.object({ ...about, to: z.literal('merged'), other: z.string(), otherSeen: z.string().optional() }),
  /** These signals become an incident of their own, named by this message's id. */
  z.object({ ...about, to: z.literal('split'), signals: z.array(z.string()).min(1) }),
  /** One signal that does not belong there; else as `split`. */
  z.object({ ...about, to: z.literal('detached'), signal: z.string() }),
  /** An operation is taken back; of a closing it reopens the incident. */
  z.object({ ...about, to: z.literal('undone'), operation: z.string() }),
])
export type Lifecycle = z.infer<typeof Lifecycle>
