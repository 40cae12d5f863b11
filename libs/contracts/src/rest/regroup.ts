import { z } from 'zod'
import { INCIDENT_SIGNALS_MAX } from '../topics/incident.v1.js'
import { EpochMs, Localised, Severity0to100 } from '../words.js'

const reason = z.string().trim().min(1).max(2000)
/** The newest operation on the incident that the person has on the screen, empty for none: a newer one refuses the wish. */
const seen = z.string().max(500)

export const MergeInput = z.strictObject({ other: z.string().min(1).max(500), reason, seen, otherSeen: seen })
export type MergeInput = z.infer<typeof MergeInput>

export const SplitInput = z.strictObject({
  signals: z.array(z.string().max(500)).min(1).max(INCIDENT_SIGNALS_MAX),
  reason,
  seen,
})
export type SplitInput = z.infer<typeof SplitInput>

export const DetachInput = z.strictObject({ signal: z.string().min(1).max(500), reason, seen })
export type DetachInput = z.infer<typeof DetachInput>

export const UndoInput = z.strictObject({ operation: z.string().min(1).max(500), reason, seen })
export type UndoInput = z.infer<typeof UndoInput>

export const RELATED_MAX = 20

/** An open incident of the plant, and what speaks for one cause. */
export const RelatedIncident = z.object({
  id: z.string(),
  title: Localised,
  zones: z.array(z.string()),
  openedAt: EpochMs,
  lastAt: EpochMs,
  severity: Severity0to100,
  /** Its newest operation, empty for none: a merge says that it was seen. */
  seen: z.string(),
  /** Addresses and `asset:` names in both, at most 5. */
  shared: z.array(z.string()),
  techniques: z.array(z.string()),
  zonesShared: z.array(z.string()),
  /** Conduits between their zones. */
  conduits: z.array(z.string()),
  /** How far apart in event time; 0 where they overlap. */
  gapMs: z.number().int(),
})
export type RelatedIncident = z.infer<typeof RelatedIncident>

export const RelatedIncidents = z.object({ incidents: z.array(RelatedIncident) })
export type RelatedIncidents = z.infer<typeof RelatedIncidents>
