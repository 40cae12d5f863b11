import { isMap } from './compile-detection.js'
import { fail, type Source } from './rule-error.js'

export const KINDS = [
  'event_count',
  'value_count',
  'value_sum',
  'value_avg',
  'value_percentile',
  'temporal',
  'temporal_ordered',
] as const
export type Kind = (typeof KINDS)[number]

const OPERATORS = ['gte', 'gt', 'lte', 'lt', 'eq', 'neq'] as const
export type Limit = { operator: (typeof OPERATORS)[number]; value: number }
export type Condition = {
  kind: Kind
  threshold: number
  limits: Limit[] | undefined
  field: string | undefined
  percentile: number | undefined
}

/** Above it a window would have to hold more alerts than WINDOW_MEMBERS_MAX. */
export const THRESHOLD_MAX = 1_000
const PATH = ['correlation', 'condition']

/**
 * The type and its condition. A lone gte or gt of a count can be met and not undone and becomes `threshold`; all else becomes `limits`.
 * Throws RuleError.
 */
export function readCondition(source: Source, body: Record<string, unknown>, steps: number): Condition {
  const kind = body['type'] as Kind
  if (!KINDS.includes(kind))
    fail(source, ['correlation', 'type'], `type ${JSON.stringify(kind)} is not supported; use ${KINDS.join(', ')}`)
  const isTemporal = kind === 'temporal' || kind === 'temporal_ordered'
  if (isTemporal && steps < 2) fail(source, ['correlation', 'rules'], `${kind} needs two rules or more`)
  const all = { kind, threshold: steps, limits: undefined, field: undefined, percentile: undefined }
  const value = body['condition']
  if (isTemporal && value === undefined) return all
  if (kind === 'temporal_ordered')
    fail(source, PATH, 'a condition on temporal_ordered is not supported: all its rules must match, in their order')
  if (!isMap(value)) fail(source, PATH, 'condition must be a mapping such as "gte: 3"')
  const { field, percentile, ...compared } = value
  const limits = readLimits(source, compared)
  const isCount = isTemporal || kind === 'event_count' || kind === 'value_count'
  if (isCount) checkCount(source, limits)
  const base = { ...all, field: readField(source, kind, field), percentile: readPercentile(source, kind, percentile) }
  const [first, ...more] = limits as [Limit, ...Limit[]]
  if (!isCount || more.length > 0 || (first.operator !== 'gte' && first.operator !== 'gt')) return { ...base, limits }
  const threshold = first.value + (first.operator === 'gt' ? 1 : 0)
  if (threshold < 1 || threshold > THRESHOLD_MAX)
    fail(
      source,
      [...PATH, first.operator],
      `${first.operator} must be a whole number that asks for 1 to ${THRESHOLD_MAX}`,
    )
  if (isTemporal && threshold > steps)
    fail(source, [...PATH, first.operator], `${first.operator} asks for more than the ${steps} rules that are named`)
  return { ...base, threshold }
}

function readLimits(source: Source, compared: Record<string, unknown>): Limit[] {
  const limits = Object.entries(compared).map(([operator, value]): Limit => {
    if (!(OPERATORS as readonly string[]).includes(operator))
      fail(source, [...PATH, operator], `condition "${operator}" is not known; use ${OPERATORS.join(', ')}`)
    if (typeof value !== 'number' || !Number.isFinite(value))
      fail(source, [...PATH, operator], `${operator} must be a number`)
    return { operator: operator as Limit['operator'], value }
  })
  if (limits.length === 0) fail(source, PATH, `condition must have one of ${OPERATORS.join(', ')}`)
  return limits
}

/** A window ends at an alert, so that it never holds none: a condition that only an empty one meets would never fire. */
function checkCount(source: Source, limits: readonly Limit[]): void {
  for (const { operator, value } of limits)
    if (!Number.isInteger(value) || value < 0 || value > THRESHOLD_MAX)
      fail(source, [...PATH, operator], `${operator} must be a whole number from 0 to ${THRESHOLD_MAX}`)
  for (let count = 1; count <= THRESHOLD_MAX + 1; count++) if (fulfils(limits, count)) return
  fail(source, PATH, 'no window can fulfil this condition: a window ends at an alert and so holds one at least')
}

export function fulfils(limits: readonly Limit[], measure: number): boolean {
  return limits.every(({ operator, value }) => COMPARE[operator](measure, value))
}

const COMPARE: Record<Limit['operator'], (measure: number, limit: number) => boolean> = {
  gte: (measure, limit) => measure >= limit,
  gt: (measure, limit) => measure > limit,
  lte: (measure, limit) => measure <= limit,
  lt: (measure, limit) => measure < limit,
  eq: (measure, limit) => measure === limit,
  neq: (measure, limit) => measure !== limit,
}

function readField(source: Source, kind: Kind, field: unknown): string | undefined {
  if (kind === 'event_count' || kind === 'temporal')
    return field === undefined
      ? undefined
      : fail(
          source,
          [...PATH, 'field'],
          `${kind} counts ${kind === 'temporal' ? 'rules' : 'alerts'}, not a field; use value_count`,
        )
  return typeof field === 'string' && field !== '' ? field : fail(source, [...PATH, 'field'], `${kind} needs one field`)
}

function readPercentile(source: Source, kind: Kind, percentile: unknown): number | undefined {
  const path = [...PATH, 'percentile']
  if (kind !== 'value_percentile')
    return percentile === undefined
      ? undefined
      : fail(source, path, `percentile belongs to value_percentile, not to ${kind}`)
  return typeof percentile === 'number' && percentile > 0 && percentile <= 100
    ? percentile
    : fail(source, path, 'value_percentile needs percentile: a number above 0, 100 at most')
}
