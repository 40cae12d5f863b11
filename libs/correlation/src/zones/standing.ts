import type { Alert } from '@genba/contracts'
import { readerOf, type Read, type Scalar } from '../rules/fields.js'
import type { RulePack } from '../rules/read-rules.js'

/**
 * What the standing rules said of alerts that read the same to them, by name and then by the other fields that any of them reads. In a
 * flood the sensors of a zone take turns on one alarm, and asking every rule again at each turn cost more than all the rest.
 */
export type Said = { readers: readonly Read[]; byName: Map<string, Variant[]>; count: number }
type Variant = { values: (Scalar | undefined)[]; hits: readonly number[] }

/** Answers kept; beyond it all are let go and asked for again. At some 300 bytes each that is 10 MB a partition. */
export const SAID_MAX = 30_000

export function startSaid({ standing }: RulePack): Said {
  const fields = new Set(standing.flatMap(({ base }) => [...base.reads]))
  fields.delete('name')
  return { readers: [...fields].map(readerOf), byName: new Map(), count: 0 }
}

/** Indexes of the pack's standing rules that mean the alert. */
export function askStanding(pack: RulePack, said: Said, alert: Alert): readonly number[] {
  let variants = said.byName.get(alert.name)
  const known = variants && find(variants, said.readers, alert)
  if (known) return known.hits
  if (++said.count > SAID_MAX) {
    said.byName.clear()
    said.count = 1
    variants = undefined
  }
  const hits = pack.standing.flatMap(({ base }, index) => (base.test(alert) ? [index] : []))
  const variant = { values: said.readers.map((read) => read(alert)), hits }
  if (variants) variants.push(variant)
  else said.byName.set(alert.name, [variant])
  return hits
}

function find(variants: readonly Variant[], readers: readonly Read[], alert: Alert): Variant | undefined {
  // The newest first: a flood repeats itself.
  for (let at = variants.length - 1; at >= 0 && at >= variants.length - LOOK_MAX; at--) {
    const variant = variants[at] as Variant
    if (isSame(variant.values, readers, alert)) return variant
  }
  return undefined
}

/** Variants of one name that are compared; a name with more of them is asked like a new one. */
const LOOK_MAX = 32

function isSame(values: readonly (Scalar | undefined)[], readers: readonly Read[], alert: Alert): boolean {
  for (let at = 0; at < readers.length; at++) if ((readers[at] as Read)(alert) !== values[at]) return false
  return true
}
