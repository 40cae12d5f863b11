import { readerOf, STANDING, texts } from './fields.js'
import { compileCondition, type Selection } from './compile-condition.js'
import { compileField } from './compile-value.js'
import { fail, type Path, type Source } from './rule-error.js'

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
}

const KINDS = ['network', 'process', 'system']

/** Throws RuleError. */
export function compileBase(source: Source, id: string, names: string[], techniques: string[]): BaseRule {
  const detection = source.value['detection']
  if (!isMap(detection)) fail(source, ['detection'], 'detection must be a mapping of selections and a condition')
  const { condition, timeframe, ...named } = detection
  if (timeframe !== undefined)
    fail(source, ['detection', 'timeframe'], 'timeframe is not part of Sigma 2: write a correlation with a timespan')
  const reads = new Set<string>()
  const selections = new Map(
    Object.entries(named).map(([name, body]) => [name, compileSelection(source, ['detection', name], body, reads)]),
  )
  if (typeof condition !== 'string') fail(source, ['detection', 'condition'], 'condition must be one text')
  const compiled = compileCondition(condition, selections)
  if (!compiled.ok) fail(source, ['detection', 'condition'], compiled.reason)
  const place = compileLogsource(source, reads)
  const { test } = compiled
  return {
    id,
    names,
    techniques,
    source,
    test: place ? (alert) => place(alert) && test(alert) : test,
    isStanding: [...reads].every((field) => STANDING.has(field)),
    reads,
  }
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
    tests.push((alert) => read(alert) === value)
  }
  return tests.length === 0 ? undefined : (alert) => tests.every((test) => test(alert))
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
  return (alert) => tests.some((test) => test(alert))
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
    return (alert) => test(read(alert))
  })
  const only = tests[0] as Selection
  return tests.length === 1 ? only : (alert) => tests.every((test) => test(alert))
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
    return (alert) => {
      for (const text of texts(alert)) if (compiled.test(text)) return true
      return false
    }
  })
  return isAll ? (alert) => tests.every((test) => test(alert)) : (alert) => tests.some((test) => test(alert))
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
