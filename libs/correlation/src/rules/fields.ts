import type { Alert } from '@genba/contracts'

export type Scalar = string | number | boolean
export type Read = (alert: Alert) => Scalar | undefined

const OWN = new Map<string, Read>([
  ['name', (alert) => alert.name],
  ['severity', (alert) => alert.severity],
  ['rule', (alert) => alert.rule],
  ['sensor', (alert) => alert.sensor],
  ['source', (alert) => alert.source],
  ['kind', (alert) => alert.kind],
  ['protocol', (alert) => alert.protocol],
  ['zone', (alert) => alert.zone],
  ['asset', (alert) => alert.asset],
  ['src.ip', (alert) => alert.src?.ip],
  ['src.port', (alert) => alert.src?.port],
  ['src.asset', (alert) => alert.src?.asset],
  ['src.zone', (alert) => alert.src?.zone],
  ['dst.ip', (alert) => alert.dst?.ip],
  ['dst.port', (alert) => alert.dst?.port],
  ['dst.asset', (alert) => alert.dst?.asset],
  ['dst.zone', (alert) => alert.dst?.zone],
])

/** Fields that repeats of a standing alert have in common: what selections over these alone said once holds for the repeats. */
export const STANDING: ReadonlySet<string> = new Set([
  'name',
  'severity',
  'rule',
  'sensor',
  'source',
  'kind',
  'protocol',
  'zone',
  'asset',
])

/** How a selection reads a field: Genba's own by the names above, the source's other fields by their bare name or behind `fields.`. */
export function readerOf(field: string): Read {
  const own = OWN.get(field)
  if (own) return own
  const name = field.startsWith('fields.') ? field.slice('fields.'.length) : field
  return (alert) => (Object.hasOwn(alert.fields, name) ? alert.fields[name] : undefined)
}

/** Everything in an alert that a keyword may stand in. */
export function* texts(alert: Alert): Generator<Scalar> {
  yield alert.name
  yield alert.rule
  if (alert.original !== undefined) yield alert.original
  for (const value of Object.values(alert.fields)) yield value
}
