import { FIELDS_MAX } from '@genba/contracts'

type Fields = Record<string, string | number | boolean>

const DEPTH_MAX = 8
const VALUE_MAX_CHARS = 2_000
const KEY_MAX_CHARS = 100
/** Payloads are evidence for a packet store, not facts that a rule selects on; `original` keeps their beginning. */
const LEFT_OUT = new Set(['payload', 'payload_printable', 'packet', 'http_body', 'http_body_printable', '__proto__'])

/**
 * A record's own fields under dotted names (`alert.category`, `dnp3.objects.0.group`), at most FIELDS_MAX of them in the record's order;
 * `fieldsLeftOut` counts what the bound kept out.
 */
export function flatten(record: object): Fields {
  const fields: Fields = {}
  let kept = 0
  let leftOut = 0
  const walk = (tree: object, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(tree) as [string, unknown][]) {
      if (LEFT_OUT.has(key)) continue
      if (typeof value === 'object') {
        if (value === null) continue
        if (depth < DEPTH_MAX && kept < FIELDS_MAX) walk(value, `${prefix}${key}.`, depth + 1)
        else leftOut++
        continue
      }
      if (kept >= FIELDS_MAX - 1) leftOut++
      else if (setField(fields, prefix + key, value)) kept++
    }
  }
  walk(record, '', 1)
  if (leftOut > 0) fields['fieldsLeftOut'] = leftOut
  return fields
}

function setField(fields: Fields, key: string, value: unknown): boolean {
  if (key.length > KEY_MAX_CHARS) return false
  if (typeof value === 'string') fields[key] = value.length > VALUE_MAX_CHARS ? value.slice(0, VALUE_MAX_CHARS) : value
  else if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) fields[key] = value
  else return false
  return true
}
