import { z } from 'zod'
import { AlarmCover } from '../documents/shelf.js'
import { EpochMs } from '../words.js'

const told = { v: z.literal(1), id: z.string(), plant: z.string(), reason: z.string(), by: z.string(), at: EpochMs }

const about = {
  ...told,
  incident: z.string(),
  /** The newest operation on the incident that the person had seen, empty for none; absent on those told before it was there. */
  seen: z.string().optional(),
}

/** What a person did with an incident: stage two of the correlator, sole writer of incidents, carries it out or lists it as refused. */
export const IncidentLifecycle = z.discriminatedUnion('to', [
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
export type IncidentLifecycle = z.infer<typeof IncidentLifecycle>

/** What a person did with alarms: stage one judges alerts by it, by event time. */
export const AlarmLifecycle = z.discriminatedUnion('to', [
  /** A cover with the same id replaces the earlier one: returning early moves its `until`. */
  z.object({ ...told, to: z.literal('covered'), cover: AlarmCover }),
  /** `alarm` is the id of a StandingAlarm. */
  z.object({ ...told, to: z.literal('acknowledged'), alarm: z.string() }),
  /** A latched alarm whose condition has gone. */
  z.object({ ...told, to: z.literal('reset'), alarm: z.string() }),
])
export type AlarmLifecycle = z.infer<typeof AlarmLifecycle>

/** Recorded when a person did something with incidents or alarms, by the gateway, keyed by plant: the one thing told against the stream. */
export const Lifecycle = z.discriminatedUnion('to', [IncidentLifecycle, AlarmLifecycle])
export type Lifecycle = z.infer<typeof Lifecycle>

export const isAboutAlarms = (told: Lifecycle): told is AlarmLifecycle =>
  told.to === 'covered' || told.to === 'acknowledged' || told.to === 'reset'
