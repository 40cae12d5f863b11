import type { Alert } from '@genba/contracts'
import { readerOf, STANDING, texts } from './fields.js'
import { compileCondition } from './compile-condition.js'
import { compileField } from './compile-value.js'
import { fail, type Path, type Source } from './rule-error.js'
import { every, leaf, some, type Item, type Selection } from './trace.js'

/** A Sigma rule: which alerts it means. `isStanding` when it reads only what repeats of a standing alert have in common. */
export type BaseRule = {
  id: string
  names: string[]
  test: Selection
  isStanding: boolean
  /** The fields that it reads, `*` for keywords. */
  reads: ReadonlySet<string>
  techniques: string[]
  source: Source
  /** Changes with whatever changes which alerts it means. */
  fingerprint: string
}

const KINDS = ['network', 'process', 'system']

/** Throws RuleError. */
export function compileBase(source: Source, id: string, names: string[], techniques: string[]): BaseRule {
  const { test, reads } = compileDetection(source, ['detection'], source.value['detection'])
  const place = compileLogsource(source, reads)
  return {
    id,
    names,
    techniques,
    source,
    test: place ? every([place, test]) : test,
    isStanding: isStanding(reads),
    fingerprint: JSON.stringify([source.value['detection'], source.value['logsource']]),
    reads,
  }
}

export const isStanding = (reads: ReadonlySet<string>): boolean => [...reads].every((field) => STANDING.has(field))

/** Selections and the condition over them, of a rule or of a filter. Throws RuleError. */
export function compileDetection(source: Source, path: Path, body: unknown): { test: Selection; reads: Set<string> } {
  if (!isMap(body)) fail(source, path, `${String(path[0])} must be a mapping of selections and a condition`)
  const { condition, timeframe, ...named } = body
  if (timeframe !== undefined)
    fail(source, [...path, 'timeframe'], 'timeframe is not part of Sigma 2: write a correlation with a timespan')
  const reads = new Set<string>()
  const selections = new Map(
    Object.entries(named).map(([name, each]) => [name, compileSelection(source, [...path, name], each, reads)]),
  )
  if (typeof condition !== 'string') fail(source, [...path, 'condition'], 'condition must be one text')
  const compiled = compileCondition(condition, selections)
  if (!compiled.ok) fail(source, [...path, 'condition'], compiled.reason)
  return { test: compiled.test, reads }
}

/**
 * Where the log comes from. `product: genba` is any alert, its `category` the alert's kind; any other log source must be named by the
 * alert's own fields `logsource.product`, `logsource.service`, `logsource.category`, or the rule would match logs it was not written for.
 */
function compileLogsource(source: Source, reads: Set<string>): Selection | undefined {
  const { logsource } = source.value
  if (logsource === undefined) return undefined
  if (!isMap(logsource)) fail(source, ['logsource'], 'logsource must be a mapping')
  const { definition: _, ...keys } = logsource
  const isOwn = keys['product'] === 'genba'
  const tests: Selection[] = []
  for (const [key, value] of Object.entries(keys)) {
    if (typeof value !== 'string' || !['product', 'service', 'category'].includes(key))
      fail(source, ['logsource', key], 'logsource knows product, service and category')
    if (isOwn && key === 'product') continue
    if (isOwn && (key !== 'category' || !KINDS.includes(value)))
      fail(source, ['logsource', key], `with product genba only category ${KINDS.join(', ')}`)
    const field = isOwn ? 'kind' : `logsource.${key}`
    reads.add(field)
    const read = readerOf(field)
    tests.push(
      leaf((alert) => read(alert) === value, { selection: 'logsource', field, modifiers: [], expected: [value] }, read),
    )
  }
  return tests.length === 0 ? undefined : every(tests)
}

function compileSelection(source: Source, path: Path, body: unknown, reads: Set<string>): Selection {
  if (isMap(body)) return compileMap(source, path, body, reads)
  if (!Array.isArray(body) || body.length === 0)
    fail(source, path, 'a selection must be a mapping or a list with something in it')
  const tests = body.map((part: unknown, index) =>
    isMap(part)
      ? compileMap(source, [...path, index], part, reads)
      : compileKeywords(source, [...path, index], [], part, reads),
  )
  return some(tests)
}

function compileMap(source: Source, path: Path, body: Record<string, unknown>, reads: Set<string>): Selection {
  const entries = Object.entries(body)
  if (entries.length === 0) fail(source, path, 'the selection is empty')
  const tests = entries.map(([key, wanted]): Selection => {
    const [field = '', ...modifiers] = key.split('|')
    if (field === '') return compileKeywords(source, [...path, key], modifiers, wanted, reads)
    const compiled = compileField(modifiers, wanted)
    if (!compiled.ok) fail(source, [...path, key], `${key}: ${compiled.reason}`)
    reads.add(field)
    const read = readerOf(field)
    const { test } = compiled
    return leaf((alert) => test(read(alert)), itemOf(path, field, modifiers, wanted), read)
  })
  return every(tests)
}

/** Keywords stand anywhere in the alert: its name, rule, fields or the original record. */
function compileKeywords(
  source: Source,
  path: Path,
  modifiers: string[],
  wanted: unknown,
  reads: Set<string>,
): Selection {
  const isAll = modifiers.includes('all')
  const rest = modifiers.filter((modifier) => modifier !== 'all')
  reads.add('*')
  const tests = (Array.isArray(wanted) ? wanted : [wanted]).map((word: unknown): Selection => {
    if (typeof word !== 'string' && typeof word !== 'number') fail(source, path, 'a keyword must be a text or a number')
    const compiled = compileField(rest.length === 0 ? ['contains'] : rest, word)
    if (!compiled.ok) fail(source, path, compiled.reason)
    const isAnywhere = (alert: Alert): boolean => {
      for (const text of texts(alert)) if (compiled.test(text)) return true
      return false
    }
    return leaf(isAnywhere, itemOf(path, '', rest, word), () => undefined)
  })
  return isAll ? every(tests) : some(tests)
}

const itemOf = (path: Path, field: string, modifiers: readonly string[], wanted: unknown): Item => ({
  selection: String(path[1] ?? ''),
  field,
  modifiers,
  expected: Array.isArray(wanted) ? wanted : [wanted],
})

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
