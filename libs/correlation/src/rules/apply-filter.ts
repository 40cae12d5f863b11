import { compileDetection, isMap, isStanding, type BaseRule } from './compile-detection.js'
import { fail, type Source } from './rule-error.js'
import { every } from './trace.js'

/**
 * A Sigma filter: its condition is added to each rule that it names with `and`, as pySigma does it; `not selection` leaves alerts out. `rules:
 * any` are all rules of its log source. Throws RuleError, also when it names a rule of another log source or fits none: a filter that
 * does nothing would be taken for one that works.
 */
export function applyFilter(source: Source, bases: ReadonlyMap<string, BaseRule>): void {
  const body = source.value['filter']
  if (!isMap(body)) fail(source, ['filter'], 'filter must be a mapping of rules, selections and a condition')
  const { rules, ...detection } = body
  const { logsource } = source.value
  if (!isMap(logsource)) fail(source, ['logsource'], 'a filter needs a logsource')
  const { test, reads } = compileDetection(source, ['filter'], detection)
  for (const base of filtered(source, rules, logsource, bases)) {
    const { test: meant } = base
    base.test = every([meant, test])
    base.isStanding = base.isStanding && isStanding(reads)
    base.reads = new Set([...base.reads, ...reads])
    base.fingerprint = JSON.stringify([base.fingerprint, detection])
  }
}

function filtered(
  source: Source,
  rules: unknown,
  logsource: Record<string, unknown>,
  bases: ReadonlyMap<string, BaseRule>,
): Set<BaseRule> {
  const path = ['filter', 'rules']
  if (rules === 'any' || rules === 'all') {
    const all = [...bases.values()].filter((base) => isOf(base, logsource))
    return all.length > 0 ? new Set(all) : fail(source, path, 'no rule has the log source of this filter')
  }
  const names: unknown[] = Array.isArray(rules) ? rules : typeof rules === 'string' ? [rules] : []
  if (names.length === 0) fail(source, path, 'rules must name rules, or be any')
  const found = names.map((name) => (typeof name === 'string' ? bases.get(name) : undefined))
  const missing = names.flatMap((name, index) => (found[index] ? [] : [JSON.stringify(name)]))
  if (missing.length > 0)
    fail(
      source,
      [...path, found.indexOf(undefined)],
      `${missing.length === 1 ? 'rule' : 'rules'} ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in these files as a base rule`,
    )
  found.forEach((base, index) => {
    if (base && !isOf(base, logsource))
      fail(source, [...path, index], `rule "${base.id}" is of another log source than this filter`)
  })
  return new Set(found as BaseRule[])
}

/** Every part that the filter's log source names is the same in the rule's. */
function isOf({ source }: BaseRule, { definition: _, ...wanted }: Record<string, unknown>): boolean {
  const own = source.value['logsource']
  return Object.entries(wanted).every(([key, value]) => isMap(own) && own[key] === value)
}
