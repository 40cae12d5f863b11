import type { Alert } from '@genba/contracts'
import { LineCounter, parseAllDocuments } from 'yaml'
import { applyFilter } from './apply-filter.js'
import { buildRules } from './build-rules.js'
import { compileBase, isMap, type BaseRule } from './compile-detection.js'
import type { CorrelationRule } from './compile-correlation.js'
import { beginPack } from './match-text.js'
import { fail, lineOf, RuleError, type Source } from './rule-error.js'

export type RuleFile = { file: string; text: string }
/** A time line that must make its rule fire, or must not: alerts with what differs from an ordinary one. `at` is `mm:ss`. */
export type RuleCase = {
  rule: string
  name: string
  fires: boolean
  alerts: ({ at: string } & Partial<Omit<Alert, 'at'>>)[]
}
/** Where a base rule is used: the correlation and which of its steps. */
export type Use = { rule: number; step: number }
export type RulePack = {
  rules: CorrelationRule[]
  /** Judged once per standing alert. */
  standing: { base: BaseRule; uses: Use[] }[]
  /** Judged on each alert, because they read what changes from one to the next. */
  changing: { base: BaseRule; uses: Use[] }[]
  timespanMaxMs: number
  /** How far apart in event time two alerts may be that one rule sees together, over all rules that it builds on. */
  reachMaxMs: number
  cases: RuleCase[]
}

const NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/
/** More than any pack that people maintain; a slip that reads a whole disk as rules stops here. */
export const RULES_MAX = 5_000

/**
 * Reads rule files in Sigma format, several documents a file. Throws one RuleError that names every fault with file and line: nothing
 * is approximated and nothing is left out.
 */
export function readRules(files: readonly RuleFile[]): RulePack {
  beginPack()
  const faults: string[] = []
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      faults.push(error.message)
      return undefined
    }
  }
  const sources = files.flatMap((file) => attempt(() => parse(file)) ?? [])
  const named = new Map<string, BaseRule>()
  const taken = new Set<string>()
  const claim = (source: Source, names: string[]) => {
    for (const name of names) {
      if (taken.has(name)) fail(source, [nameKey(source, name)], `"${name}" is the name of another rule already`)
      taken.add(name)
    }
  }
  for (const source of sources.filter(({ value }) => 'detection' in value))
    attempt(() => {
      const names = namesOf(source)
      claim(source, names)
      const base = compileBase(source, names[0] as string, names, techniquesOf(source))
      for (const name of names) named.set(name, base)
    })
  for (const source of sources.filter(({ value }) => 'filter' in value)) attempt(() => applyFilter(source, named))
  const correlations = sources
    .filter(({ value }) => 'correlation' in value)
    .flatMap((source) => {
      const names = attempt(() => {
        const found = namesOf(source)
        claim(source, found)
        return found
      })
      return names ? [{ source, names, techniques: attempt(() => techniquesOf(source)) ?? [] }] : []
    })
  const rules = buildRules(correlations, named, attempt)
  const cases = correlations.flatMap(({ source, names }) => attempt(() => readCases(source, names[0] as string)) ?? [])
  const pack = assemble(rules, cases, [...new Set(named.values())])
  if (faults.length === 0)
    for (const { base, uses } of [...pack.standing, ...pack.changing])
      if (uses.length === 0)
        attempt(() =>
          fail(base.source, ['detection'], `rule "${base.id}" is used by no correlation and would do nothing`),
        )
  if (rules.length + named.size > RULES_MAX) faults.push(`more than ${RULES_MAX} rules`)
  if (faults.length > 0) throw new RuleError(faults.join('\n'))
  return pack
}

function parse({ file, text }: RuleFile): Source[] {
  const lines = new LineCounter()
  const documents = [...parseAllDocuments(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })]
  return documents.flatMap((document): Source[] => {
    const bare = { file, lines, document, value: {} }
    const error = document.errors[0]
    if (error)
      throw new RuleError(
        `${file}:${lines.linePos(error.pos[0]).line} ${error.message.split('\n')[0] ?? 'is not YAML'}`,
      )
    const value = valueOf(bare)
    if (value === null || value === undefined) return []
    if (!isMap(value)) fail(bare, [], 'a rule must be a mapping')
    const source: Source = { ...bare, value }
    if (['detection', 'correlation', 'filter'].filter((key) => key in value).length !== 1)
      fail(source, [], 'a rule needs one of detection, correlation and filter')
    if ('action' in value) fail(source, ['action'], 'rule collections are not part of Sigma 2: write each rule out')
    return [source]
  })
}

/** Aliases that are missing, or that grow without end, show only when the value is made. */
function valueOf(source: Source): unknown {
  try {
    return source.document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return fail(source, [], `is not YAML that can be read: ${(error as Error).message.split('\n')[0] ?? ''}`)
  }
}

/** The name comes first: it is what signals and people call the rule. A rule without name and id goes by its title. */
function namesOf(source: Source): string[] {
  const { name, id, title } = source.value
  const names = [name, id].filter((value) => value !== undefined).map(String)
  if (names.length === 0 && typeof title === 'string') names.push(slug(title))
  if (names.length === 0) fail(source, [], 'a rule needs a name, an id or a title')
  for (const each of names)
    if (!NAME.test(each))
      fail(
        source,
        [nameKey(source, each)],
        `"${each}": a name has lower-case letters, digits, - and _, at most 63 characters`,
      )
  return names
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 63)

const nameKey = ({ value }: Source, name: string): string =>
  value['name'] === name ? 'name' : value['id'] === undefined ? 'title' : 'id'

/** `attack.t0843` → `T0843` (MITRE ATT&CK for ICS). */
function techniquesOf(source: Source): string[] {
  const tags = source.value['tags'] ?? []
  if (!Array.isArray(tags)) fail(source, ['tags'], 'tags must be a list')
  return tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(String(tag))?.[1]?.toUpperCase() ?? [])
}

function readCases(source: Source, rule: string): RuleCase[] {
  const genba = source.value['genba']
  const cases = isMap(genba) ? (genba['cases'] ?? []) : []
  if (!Array.isArray(cases)) fail(source, ['genba', 'cases'], 'cases must be a list')
  return cases.map((each: unknown, index): RuleCase => {
    const path = ['genba', 'cases', index]
    if (!isMap(each) || typeof each['fires'] !== 'boolean' || !Array.isArray(each['alerts']))
      fail(source, path, 'a case needs name, fires (true or false) and alerts')
    for (const alert of each['alerts'] as unknown[])
      if (!isMap(alert) || !/^\d\d:\d\d$/.test(String(alert['at'])))
        fail(source, path, 'each alert of a case needs at: "mm:ss"')
    return {
      rule,
      name: `${source.file}:${lineOf(source, path)} ${typeof each['name'] === 'string' ? each['name'] : ''}`,
      fires: each['fires'],
      alerts: each['alerts'] as RuleCase['alerts'],
    }
  })
}

function assemble(rules: CorrelationRule[], cases: RuleCase[], bases: BaseRule[]): RulePack {
  const used = bases.map((base) => ({
    base,
    uses: rules.flatMap((rule, index) => {
      const step = rule.bases.indexOf(base.id)
      return step < 0 ? [] : [{ rule: index, step }]
    }),
  }))
  return {
    rules,
    cases,
    standing: used.filter(({ base }) => base.isStanding),
    changing: used.filter(({ base }) => !base.isStanding),
    timespanMaxMs: Math.max(0, ...rules.map((rule) => rule.timespanMs)),
    reachMaxMs: Math.max(0, ...reachesOf(rules)),
  }
}

/** Each rule stands after those that it builds on. */
function reachesOf(rules: readonly CorrelationRule[]): number[] {
  const within = rules.map(() => 0)
  return rules.map(({ timespanMs, feeds }, index) => {
    const reach = (within[index] as number) + timespanMs
    for (const { rule } of feeds) within[rule] = Math.max(within[rule] as number, reach)
    return reach
  })
}
