import type { Localised } from '@genba/contracts'
import { isMap, type BaseRule } from './compile-detection.js'
import { readCondition, type Kind, type Limit } from './read-condition.js'
import { readerOf, type Read, type Scalar } from './fields.js'
import { readGenba } from './read-genba.js'
import { fail, lineOf, type Source } from './rule-error.js'

/**
 * Where the firing of a rule goes on as an event of another one; `group` says where that one finds its group in this one's, `value` where the value that it
 * counts, if it counts values.
 */
export type Feed = { rule: number; step: number; group: number[]; value: number | undefined }

/** A compiled correlation (Sigma correlation 2.1). A step is a rule that it names: step 0 is the first of `rules`. */
export type CorrelationRule = {
  id: string
  title: Localised
  techniques: string[]
  /** ATT&CK tactic, from the first tag that names one. */
  tactic: string | undefined
  severity: number
  kind: Kind
  timespanMs: number
  /** Alerts, distinct values or steps that must come together within the timespan, when that is all that is asked. */
  threshold: number
  /** Any other condition: what the measure of a window must fulfil. */
  limits: Limit[] | undefined
  /** value_percentile only. */
  percentile: number | undefined
  /**
   * A later alert could undo the condition, so a window is judged when none can come any more: the zone's clock has passed its end by
   * the lateness. False when an alert can only fulfil it, which then fires at once.
   */
  isFinal: boolean
  /** Builds on other correlations, so that it is judged after them. */
  isChained: boolean
  /** Only rules that build on it hear of it. */
  isHidden: boolean
  feeds: Feed[]
  bases: string[]
  groupBy: string[]
  /** How each step reads each field of `groupBy`. */
  readGroup: Read[][]
  /** value_ types only: how the field is read. */
  readValue: Read | undefined
  /** Where it stands. */
  place: { file: string; line: number }
  /** Changes with whatever changes what the rule means; kept windows of another fingerprint are let go. */
  fingerprint: string
}

export const TIMESPAN_MAX_MS = 7 * 86_400_000
/** More steps than an attack chain that people can follow. */
export const STEPS_MAX = 50
const UNIT_MS: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const KNOWN = new Set(['type', 'rules', 'group-by', 'timespan', 'condition', 'aliases', 'generate'])

/** What a correlation may name: base rules, and correlations that were compiled before it. */
export type Named = (name: string) => BaseRule | CorrelationRule | undefined

/** Throws RuleError for what is wrong and for what the format allows but this engine cannot carry out exactly. */
export function compileCorrelation(source: Source, id: string, techniques: string[], named: Named): CorrelationRule {
  const body = source.value['correlation']
  if (!isMap(body)) fail(source, ['correlation'], 'correlation must be a mapping')
  for (const key of Object.keys(body))
    if (!KNOWN.has(key)) fail(source, ['correlation', key], `"${key}" is not known in a correlation`)
  const steps = namedRules(source, named)
  const isChained = steps.some((step) => !isBase(step))
  const groupBy = readGroupBy(source, body['group-by'])
  checkAliases(source, body['aliases'], steps)
  const { kind, threshold, limits, field, percentile } = readCondition(source, body, steps.length)
  if (isChained && isNumeric(kind))
    fail(
      source,
      ['correlation', 'type'],
      `${kind} over correlations is not supported: a firing has no numbers; use event_count, value_count, temporal or temporal_ordered`,
    )
  const genba = readGenba(source)
  return {
    id,
    title: genba.title,
    techniques: [...new Set([...techniques, ...steps.flatMap((step) => step.techniques)])].sort(),
    tactic: tacticOf(source),
    severity: genba.severity,
    kind,
    timespanMs: readTimespan(source, body['timespan']),
    threshold,
    limits,
    percentile,
    isFinal: limits !== undefined || isChained,
    isChained,
    isHidden: false,
    feeds: [],
    bases: steps.map((step) => step.id),
    groupBy,
    readGroup: steps.map((step) =>
      isBase(step) ? groupBy.map((name) => readerOf(aliased(source, body['aliases'], name, step))) : [],
    ),
    readValue: field === undefined ? undefined : kind === 'value_count' ? readerOf(field) : readNumber(field),
    place: placeOf(source),
    fingerprint: JSON.stringify([body, steps.map((step) => step.fingerprint)]),
  }
}

function tacticOf({ value: { tags } }: Source): string | undefined {
  if (!Array.isArray(tags)) return undefined
  return tags.flatMap((tag) => /^attack\.([a-z][a-z-]*)$/.exec(String(tag))?.[1] ?? [])[0]
}

const placeOf = (source: Source): CorrelationRule['place'] => ({ file: source.file, line: lineOf(source, []) })

export const isBase = (rule: BaseRule | CorrelationRule): rule is BaseRule => 'test' in rule

/** A correlation whose `rules` can be read at all; the names in it as they stand there. */
export function namesIn(source: Source): string[] {
  const body = source.value['correlation']
  const names = isMap(body) ? body['rules'] : undefined
  return (Array.isArray(names) ? names : [names]).filter((name): name is string => typeof name === 'string')
}

/** `generate`: the rules that it names tell signals of their own as well. */
export function isGenerating(source: Source): boolean {
  const body = source.value['correlation']
  const generate = isMap(body) ? (body['generate'] ?? false) : false
  return typeof generate === 'boolean'
    ? generate
    : fail(source, ['correlation', 'generate'], 'generate must be true or false')
}

const FEEDS = '/feeds'

/** What rules that build on it hear of: judged when final, told to nobody else. */
export const feederOf = (rule: CorrelationRule): CorrelationRule => ({
  ...rule,
  id: `${rule.id}${FEEDS}`,
  isFinal: true,
  isHidden: true,
  feeds: [],
  fingerprint: JSON.stringify(['feeds', rule.fingerprint]),
})

/** The rule as people know it, whether it tells signals or is heard by rules that build on it. */
export const nameOf = ({ id, isHidden }: CorrelationRule): string => (isHidden ? id.slice(0, -FEEDS.length) : id)

/** A base rule on its own (`generate`): each alert that it means, as one signal until a gap longer than the timespan of who names it. */
export function standAlone(base: BaseRule, timespanMs: number): CorrelationRule {
  const { title, severity } = readGenba(base.source)
  return {
    id: base.id,
    title,
    techniques: base.techniques,
    tactic: tacticOf(base.source),
    severity,
    kind: 'event_count',
    timespanMs,
    threshold: 1,
    limits: undefined,
    percentile: undefined,
    isFinal: false,
    isChained: false,
    isHidden: false,
    feeds: [],
    bases: [base.id],
    groupBy: [],
    readGroup: [[]],
    readValue: undefined,
    place: placeOf(base.source),
    fingerprint: JSON.stringify(['generate', timespanMs, base.fingerprint]),
  }
}

const isNumeric = (kind: Kind): boolean => kind === 'value_sum' || kind === 'value_avg' || kind === 'value_percentile'

/**
 * Where a value_count that builds on `inner` finds what it counts; undefined for any other type. Throws RuleError when `inner` does not group by it.
 */
export function valueWithin(source: Source, outer: CorrelationRule, inner: CorrelationRule): number | undefined {
  if (outer.kind !== 'value_count') return undefined
  const { condition } = source.value['correlation'] as { condition: { field: string } }
  const place = inner.groupBy.indexOf(condition.field)
  return place >= 0
    ? place
    : fail(
        source,
        ['correlation', 'condition', 'field'],
        `"${inner.id}" does not group by "${condition.field}": its firings have no values of it to count`,
      )
}

/**
 * Where `outer` finds its group in the group of `inner`, which it builds on. Throws RuleError when `inner` does not group by all that
 * `outer` groups by: a firing has no other values than those of its group.
 */
export function groupWithin(source: Source, outer: CorrelationRule, inner: CorrelationRule, names: string[]): number[] {
  const body = source.value['correlation']
  const aliases = isMap(body) ? body['aliases'] : undefined
  return outer.groupBy.map((name, index) => {
    const field = aliased(source, aliases, name, { id: inner.id, names })
    const place = inner.groupBy.indexOf(field)
    return place >= 0
      ? place
      : fail(
          source,
          ['correlation', 'group-by', index],
          `"${inner.id}" does not group by "${field}": a rule that it feeds cannot group by it`,
        )
  })
}

function namedRules(source: Source, named: Named): (BaseRule | CorrelationRule)[] {
  const body = source.value['correlation']
  const names = isMap(body) ? body['rules'] : undefined
  const list: unknown[] = Array.isArray(names) ? names : typeof names === 'string' ? [names] : []
  if (list.length === 0) fail(source, ['correlation', 'rules'], 'rules must name one rule or more')
  if (list.length > STEPS_MAX) fail(source, ['correlation', 'rules'], `rules may name at most ${STEPS_MAX}`)
  const found = list.map((name) => (typeof name === 'string' ? named(name) : undefined))
  const missing = list.flatMap((name, index) => (found[index] ? [] : [JSON.stringify(name)]))
  if (missing.length > 0)
    fail(
      source,
      ['correlation', 'rules', found.indexOf(undefined)],
      `${missing.length === 1 ? 'rule' : 'rules'} ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in these files`,
    )
  if (new Set(found).size < found.length) fail(source, ['correlation', 'rules'], 'a rule is named twice')
  return found as (BaseRule | CorrelationRule)[]
}

/** What is not a number has no place in a sum, an average or a percentile, as what is absent. */
function readNumber(field: string): Read {
  const read = readerOf(field)
  return (alert) => {
    const value: Scalar | undefined = read(alert)
    if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
    if (typeof value !== 'string' || value.trim() === '') return undefined
    return Number.isFinite(Number(value)) ? Number(value) : undefined
  }
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

function checkAliases(source: Source, aliases: unknown, steps: readonly (BaseRule | CorrelationRule)[]): void {
  if (aliases === undefined) return
  if (!isMap(aliases)) fail(source, ['correlation', 'aliases'], 'aliases must be a mapping')
  const names = new Set([...namesIn(source), ...steps.flatMap((step) => (isBase(step) ? step.names : [step.id]))])
  for (const [alias, fields] of Object.entries(aliases)) {
    if (!isMap(fields)) fail(source, ['correlation', 'aliases', alias], 'an alias must be a mapping from rule to field')
    for (const rule of Object.keys(fields))
      if (!names.has(rule))
        fail(
          source,
          ['correlation', 'aliases', alias, rule],
          `the alias speaks of "${rule}", which rules does not name`,
        )
  }
}

function aliased(source: Source, aliases: unknown, name: string, rule: { id: string; names: string[] }): string {
  const alias = isMap(aliases) && Object.hasOwn(aliases, name) ? aliases[name] : undefined
  if (!isMap(alias)) return name
  const field = rule.names.map((key) => (Object.hasOwn(alias, key) ? alias[key] : undefined)).find((found) => found)
  return typeof field === 'string'
    ? field
    : fail(source, ['correlation', 'aliases', name], `the alias says no field for rule "${rule.id}"`)
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
