import type { Incident, IncidentRow } from '@genba/contracts'

/** What a row of the list tells about the incident itself. */
export type Facts = Omit<IncidentRow, 'response'>

export const FACT_FIELDS = [
  'id',
  'version',
  'plant',
  'title',
  'state',
  'zones',
  'openedAt',
  'lastAt',
  'severity',
  'alerts',
  'techniques',
  'drill',
] as const satisfies readonly (keyof Facts)[]

export function factsOf(incident: Pick<Incident, (typeof FACT_FIELDS)[number]>): Facts {
  return Object.fromEntries(
    FACT_FIELDS.filter((field) => incident[field] !== undefined).map((field) => [field, incident[field]]),
  ) as Facts
}
