import { z } from 'zod'
import { Response } from '../documents/response.js'
import { Plant } from '../documents/plant.js'
import { Shadow } from '../documents/shadow.js'
import { Incident } from '../topics/incident.v1.js'
import { WaitingApproval } from './approvals.js'
import { Phase, EpochMs, Localised, Severity0to100 } from '../words.js'

/** One row of the incident list: the incident without its samples, with what its response is doing. */
export const IncidentRow = z.object({
  id: z.string(),
  version: z.number().int(),
  plant: z.string(),
  title: Localised,
  state: Incident.shape.state,
  zones: z.array(z.string()),
  openedAt: EpochMs,
  lastAt: EpochMs,
  severity: Severity0to100,
  alerts: z.number().int(),
  techniques: z.array(z.string()),
  drill: z.string().optional(),
  /** Absent until the responder has taken the incident. */
  response: z
    .object({
      version: z.number().int(),
      state: Response.shape.state,
      phase: Phase,
      loop: z.number().int(),
      /** The approvals that wait; the incident page has all of them. */
      waiting: z.array(WaitingApproval),
      /** Effects outside that stand for a time. */
      holds: z.number().int(),
      phaseSince: EpochMs,
      /** Since when the present phase takes longer than its budget. */
      lateAt: EpochMs.optional(),
    })
    .optional(),
})
export type IncidentRow = z.infer<typeof IncidentRow>

/** Newest movement first; `next` where there are more. One that moves while pages are read is on the first one again. */
export const IncidentList = z.object({ incidents: z.array(IncidentRow), next: z.string().optional() })
export type IncidentList = z.infer<typeof IncidentList>

/** All that the incident page shows. */
export const IncidentPage = z.object({ incident: Incident, response: Response.optional() })
export type IncidentPage = z.infer<typeof IncidentPage>

export const ShadowInput = z.strictObject({ playbook: z.string().min(1).max(200) })
export type ShadowInput = z.infer<typeof ShadowInput>

export const ShadowList = z.object({ shadows: z.array(Shadow) })
export type ShadowList = z.infer<typeof ShadowList>

export const ReasonInput = z.strictObject({ reason: z.string().trim().min(1).max(2000) })
export type ReasonInput = z.infer<typeof ReasonInput>

/** Taken and durable; the outcome comes over the live connection. */
export const Taken = z.object({ id: z.string() })
export type Taken = z.infer<typeof Taken>

export const PlantList = z.object({ plants: z.array(Plant) })
export type PlantList = z.infer<typeof PlantList>

export const IncidentQuery = z.object({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  plant: z.string().optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d+~.+$/)
    .max(600)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
})
export type IncidentQuery = z.infer<typeof IncidentQuery>
