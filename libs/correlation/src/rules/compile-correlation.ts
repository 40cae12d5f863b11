import type { Localised } from '@genba/contracts'
import { isMap, type BaseRule } from './compile-detection.js'
import { readerOf, type Read } from './fields.js'
import { fail, type Source } from './rule-error.js'

/** Types whose condition, once met, no further alert can undo: only these can fire at once and be right whatever comes late. */
export const KINDS = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const
export type Kind = (typeof KINDS)[number]

/** A compiled correlation (Sigma correlation 2.1). A step is a base rule: step 0 is the first of `rules`. */
export type CorrelationRule = {
  id: string
  title: Localised
  techniques: string[]
  severity: number
  kind: Kind
  timespanMs: number
  /** Alerts or distinct values that must come together within the timespan; for temporal types the number of steps. */
  threshold: number
  bases: string[]
  groupBy: string[]
  /** How each step reads each field of `groupBy`. */
  readGroup: Read[][]
  /** value_count only: how the counted field is read. */
  readValue: Read | undefined
  /** Changes with whatever changes what the rule means; kept windows of another fingerprint are let go. */
  fingerprint: string
}

/** Above it a window would have to hold more alerts than WINDOW_MEMBERS_MAX. */
export const THRESHOLD_MAX = 1_000
export const TIMESPAN_MAX_MS = 7 * 86_400_000
const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const KNOWN = new Set(['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'])
const SEVERITY_OF: Record<string, number> = { informational: 5, low: 20, medium: 50, high: 80, critical: 95 }

/** Throws RuleError for what is wrong and for what the format allows but this engine cannot carry out exactly. */
export function compileCorrelation(
  source: Source,
  id: string,
  techniques: string[],
  baseOf: (name: string) => BaseRule | undefined,
): CorrelationRule {
  const body = source.value['correlation']
  if (!isMap(body)) fail(source, ['correlation'], 'correlation must be a mapping')
  for (const key of Object.keys(body))
    if (!KNOWN.has(key)) fail(source, ['correlation', key], `"${key}" is not known in a correlation`)
  if (body['generate'] === true)
    fail(
      source,
      ['correlation', 'generate'],
      'generate: true is not supported: write a correlation of its own with event_count gte 1',
    )
  const kind = body['type'] as Kind
  if (!KINDS.includes(kind))
    fail(source, ['correlation', 'type'], `type "${String(kind)}" is not supported; use ${KINDS.join(', ')}`)
  const bases = compileBases(source, body['rules'], baseOf)
  const groupBy = readGroupBy(source, body['group-by'])
  const isTemporal = kind === 'temporal' || kind === 'temporal_ordered'
  if (isTemporal && bases.length < 2) fail(source, ['correlation', 'rules'], `${kind} needs two rules or more`)
  const { threshold, field } = isTemporal
    ? checkTemporal(source, body, bases.length)
    : readCondition(source, kind, body['condition'])
  const genba = readGenba(source)
  return {
    id,
    title: genba.title,
    techniques: [...new Set([...techniques, ...bases.flatMap((base) => base.techniques)])].sort(),
    severity: genba.severity,
    kind,
    timespanMs: readTimespan(source, body['timespan']),
    threshold,
    bases: bases.map((base) => base.id),
    groupBy,
    readGroup: bases.map((base) => groupBy.map((name) => readerOf(aliased(source, body['aliases'], name, base)))),
    readValue: field === undefined ? undefined : readerOf(field),
    fingerprint: JSON.stringify([
      body,
      bases.map((base) => [base.source.value['detection'], base.source.value['logsource']]),
    ]),
  }
}

function compileBases(source: Source, names: unknown, baseOf: (name: string) => BaseRule | undefined): BaseRule[] {
  const list: unknown[] = Array.isArray(names) ? names : typeof names === 'string' ? [names] : []
  if (list.length === 0) fail(source, ['correlation', 'rules'], 'rules must name one base rule or more')
  const found = list.map(
    (name, index) =>
      baseOf(String(name)) ??
      fail(source, ['correlation', 'rules', index], `rule "${String(name)}" is not in these files as a base rule`),
  )
  if (new Set(found).size < found.length) fail(source, ['correlation', 'rules'], 'a rule is named twice')
  return found
}

function readGroupBy(source: Source, value: unknown): string[] {
  if (value === undefined) return []
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map((name, index) =>
    typeof name === 'string' && name !== ''
      ? name
      : fail(source, ['correlation', 'group-by', index], 'group-by must be names of fields'),
  )
}

function aliased(source: Source, aliases: unknown, name: string, base: BaseRule): string {
  if (aliases === undefined) return name
  if (!isMap(aliases)) fail(source, ['correlation', 'aliases'], 'aliases must be a mapping')
  const alias = aliases[name]
  if (alias === undefined) return name
  if (!isMap(alias)) fail(source, ['correlation', 'aliases', name], 'an alias must be a mapping from rule to field')
  const field = base.names.map((key) => alias[key]).find((found) => found !== undefined)
  return typeof field === 'string'
    ? field
    : fail(source, ['correlation', 'aliases', name], `the alias says no field for rule "${base.id}"`)
}

/** A count that must stay below, equal or differ could only be judged when nothing can come late any more: refused. */
function readCondition(source: Source, kind: Kind, value: unknown): { threshold: number; field: string | undefined } {
  const path = ['correlation', 'condition']
  if (!isMap(value)) fail(source, path, 'condition must be a mapping such as "gte: 3"')
  const { field, ...limits } = value
  const [operator, ...more] = Object.keys(limits)
  if (operator === undefined || more.length > 0) fail(source, path, 'condition must have exactly one of gte, gt')
  if (operator !== 'gte' && operator !== 'gt')
    fail(
      source,
      [...path, operator],
      `condition "${operator}" is not supported: a later alert could undo it; use gte or gt`,
    )
  const limit = limits[operator]
  const threshold = typeof limit === 'number' && Number.isInteger(limit) ? limit + (operator === 'gt' ? 1 : 0) : 0
  if (threshold < 1 || threshold > THRESHOLD_MAX)
    fail(source, [...path, operator], `${operator} must be a whole number that asks for 1 to ${THRESHOLD_MAX}`)
  if (kind === 'event_count' && field !== undefined)
    fail(source, [...path, 'field'], 'event_count counts alerts, not a field; use value_count')
  if (kind === 'value_count' && typeof field !== 'string')
    fail(source, [...path, 'field'], 'value_count needs one field')
  return { threshold, field: field as string | undefined }
}

function checkTemporal(
  source: Source,
  body: Record<string, unknown>,
  steps: number,
): { threshold: number; field: undefined } {
  if (body['condition'] !== undefined)
    fail(
      source,
      ['correlation', 'condition'],
      'a condition on a temporal correlation is not supported: all its rules must match',
    )
  return { threshold: steps, field: undefined }
}

function readTimespan(source: Source, value: unknown): number {
  const path = ['correlation', 'timespan']
  const found = /^([1-9]\d{0,6})([smhd])$/.exec(String(value))
  if (!found) fail(source, path, `timespan "${String(value)}": use a number with s, m, h or d`)
  const timespanMs = Number(found[1]) * (UNIT_MS[found[2] as string] as number)
  return timespanMs <= TIMESPAN_MAX_MS
    ? timespanMs
    : fail(source, path, `timespan "${String(value)}" is longer than 7d`)
}

/** Genba's own: title in both languages and severity; without it Sigma's `title` and `level` stand in. */
function readGenba(source: Source): { title: Localised; severity: number } {
  const { genba = {}, title, level } = source.value
  if (!isMap(genba)) fail(source, ['genba'], 'genba must be a mapping')
  for (const key of Object.keys(genba))
    if (!['title', 'severity', 'cases'].includes(key))
      fail(source, ['genba', key], `"${key}" is not known; genba has title, severity, cases`)
  const own = genba['title'] ?? { ja: title, en: title }
  if (!isMap(own) || typeof own['ja'] !== 'string' || typeof own['en'] !== 'string')
    fail(source, ['genba', 'title'], 'title needs a text in ja and in en')
  const severity = genba['severity'] ?? SEVERITY_OF[typeof level === 'string' ? level : 'informational']
  if (typeof severity !== 'number' || !Number.isInteger(severity) || severity < 0 || severity > 100)
    fail(
      source,
      genba['severity'] === undefined ? ['level'] : ['genba', 'severity'],
      'severity must be a whole number from 0 to 100',
    )
  return { title: { ja: own['ja'], en: own['en'] }, severity }
}
