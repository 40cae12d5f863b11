import type { Conduit, Localised } from '@genba/contracts'

/** What stage two needs to know about a plant; the app takes it from the plant document. */
export type PlantFacts = {
  conduits: readonly Pick<Conduit, 'id' | 'from' | 'to' | 'direction'>[]
  zoneNames: ReadonlyMap<string, Localised>
}

export type JoinSettings = {
  /** How far apart in event time a signal and an incident may be and still belong together. */
  joinMs: number
}
export const DEFAULT_JOIN: JoinSettings = { joinMs: 1_800_000 }

/** Addresses and `asset:` names kept on an incident; more change nothing that people decide, and each is compared with each signal. */
export const INCIDENT_NAMES_MAX = 300
/** Samples are whole alerts: above this the document and its message in Kafka (1 MB) would grow too large. */
export const SAMPLES_CHARS_MAX = 200_000
