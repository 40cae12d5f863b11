import { z } from 'zod'

/**
 * Ids are readable joins, never hashes: contracts also runs in the browser. Each id derived from content has one function here
 * and one test vector in `ids.spec.ts`. Hashes (an alert's id) are made in ingest, where bytes come in.
 */
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/

/** A plant's, zone's, asset's, conduit's or source's own name: lower case, digits and hyphens, at most 63 characters. */
export const Name = z.string().regex(NAME, 'lower-case letters, digits and hyphens, at most 63 characters')
export type Name = z.infer<typeof Name>

/** `plant/zone`: the key of measurement.v1, and of alert.v1 where no desk has the zone (`alertKey`). IEC 62443-3-2 zone. */
export const ZoneId = z.string().brand<'ZoneId'>()
export type ZoneId = z.infer<typeof ZoneId>
export const zoneId = (plant: string, zone: string): ZoneId => `${plant}/${zone}` as ZoneId

/** `plant/zone/rule/group/firstAt`: one finding of one rule in one zone. */
export const SignalId = z.string().brand<'SignalId'>()
export type SignalId = z.infer<typeof SignalId>
export const signalId = (zone: ZoneId, rule: string, group: string, firstAt: number): SignalId =>
  `${zone}/${rule}/${group || '-'}/${firstAt}` as SignalId

/** `plant~zone~rule~firstAt` of the signal that opened it, safe in a URL path. */
export const IncidentId = z.string().brand<'IncidentId'>()
export type IncidentId = z.infer<typeof IncidentId>
export const incidentId = (signal: {
  plant: string
  zone: string
  rule: { id: string }
  firstAt: number
  drill?: string | undefined
}): IncidentId =>
  [signal.plant, signal.zone, signal.rule.id, signal.firstAt, ...(signal.drill ? [signal.drill] : [])].join(
    '~',
  ) as IncidentId

/** `incident~loop`: one execution of one playbook in one turn of the loop. */
export const runId = (incident: string, loop: number): string => `${incident}~${loop}`

/** `run:step:attempt`: the idempotency key of a step's job and of its external effect. */
export const attemptId = (run: string, step: string, attempt: number): string => `${run}:${step}:${attempt}`

/** The plant's zone for alerts that no address of its plant file claims, so that they are seen and not lost. */
export const UNPLACED = 'unplaced'
