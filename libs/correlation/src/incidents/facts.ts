import type { Conduit, Localised } from '@genba/contracts'

/** What stage two needs to know about a plant; the app takes it from the plant document. */
export type PlantFacts = {
  conduits: readonly Pick<Conduit, 'id' | 'from' | 'to' | 'direction'>[]
  zoneNames: ReadonlyMap<string, Localised>
}

export type JoinSettings = {
  /** Idle limit: how far apart in event time two signals may be and still belong together, in one zone or by somebody who acts on. */
  joinMs: number
  /** How far apart two steps of an attack chain may be: who is in takes time to prepare the next step. */
  chainMs: number
  /** How long after its first alert an incident takes in signals that begin: then it is locked. */
  maxAgeMs: number
}
export const DEFAULT_JOIN: JoinSettings = { joinMs: 1_800_000, chainMs: 14_400_000, maxAgeMs: 86_400_000 }

/** Addresses and `asset:` names kept on an incident. */
export const INCIDENT_NAMES_MAX = 300
/** Samples are whole alerts: above this the document and its message in Kafka (1 MB) would grow too large. */
export const SAMPLES_CHARS_MAX = 200_000
