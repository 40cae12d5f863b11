import { z } from 'zod'
import { EpochMs, Localised } from '../words.js'
import { Measurement } from '../topics/measurement.v1.js'

export const EVIDENCE_SERIES_MAX = 40
export const EVIDENCE_CHANGES_MAX = 50
export const EVIDENCE_PEOPLE_MAX = 50

const where = Measurement.pick({ zone: true, asset: true, tag: true, kind: true })

/** One measured, set or commanded value around the time of the incident, in event time. */
export const EvidenceSeries = where.extend({
  unit: z.string().optional(),
  count: z.number().int(),
  first: z.number(),
  last: z.number(),
  min: z.number(),
  max: z.number(),
})
export type EvidenceSeries = z.infer<typeof EvidenceSeries>

/** A set value or command that became another. */
export const EvidenceChange = where.extend({ at: EpochMs, before: z.number(), after: z.number() })
export type EvidenceChange = z.infer<typeof EvidenceChange>

/** What observe gathered around an incident beside its alerts (guideline 3.3(1)A), from `from` until `until`. */
export const Evidence = z.object({
  from: EpochMs,
  until: EpochMs,
  series: z.array(EvidenceSeries),
  changes: z.array(EvidenceChange),
  /** People of the plant who were signed in to Genba. */
  signedIn: z.array(z.object({ user: z.string(), since: EpochMs })),
  /** Zones whose values could not be read to the end in time, and what the bounds left out. */
  unread: z.array(z.string()),
  evicted: z.object({ series: z.number().int(), changes: z.number().int(), signedIn: z.number().int() }),
})
export type Evidence = z.infer<typeof Evidence>

/** The guess by which conduit it came, and what speaks for it: it spread there, its actors are there, or it is a way in at all. */
export const WayIn = z.object({ conduit: z.string(), because: z.enum(['spread', 'actors', 'only-way']) })
export type WayIn = z.infer<typeof WayIn>

export const SIMILAR_MAX = 3

/** A closed incident of the plant that was like this one, how its response ended and what was done for it. */
export const Similar = z.object({
  incident: z.string(),
  title: Localised,
  closedAt: EpochMs,
  /** 0 to 1: how much of rules, techniques and zones they share. */
  likeness: z.number(),
  outcome: z.string(),
  loops: z.number().int(),
  did: z.array(Localised),
})
export type Similar = z.infer<typeof Similar>

/** What orient found beside the impact. */
export const Orientation = z.object({
  /** Threats of the guideline's table (3.1.7), by number, with the techniques that point to them. */
  threats: z.array(z.object({ number: z.number().int(), name: Localised, techniques: z.array(z.string()) })),
  wayIn: WayIn.optional(),
  similar: z.array(Similar),
})
export type Orientation = z.infer<typeof Orientation>
