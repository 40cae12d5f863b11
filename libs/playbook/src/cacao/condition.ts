/**
 * The subset of STIX patterning that conditions may use: comparisons of a variable with a text, joined by AND or by OR, not mixed.
 *
 *     __way_in__:value = 'yes' AND __quiet__:value != 'no'
 *
 * `=` (or `==`) and `!=` are the only operators; a quote inside the text is written `\'`.
 */
export type Condition = { join: 'AND' | 'OR'; comparisons: { variable: string; isEqual: boolean; text: string }[] }

export type ReadCondition = { ok: true; condition: Condition } | { ok: false; reason: string }

const COMPARISON = /^__([a-zA-Z][a-zA-Z0-9_-]*)__:value\s*(==|=|!=)\s*'((?:[^'\\]|\\.)*)'/
const JOIN = /^\s+(AND|OR)\s+/
export const CONDITION_MAX_CHARS = 1_000

/** Reads a condition; anything outside the subset is refused with the place where it begins. */
export function readCondition(source: string): ReadCondition {
  const text = source.trim()
  if (text.length > CONDITION_MAX_CHARS) return { ok: false, reason: `longer than ${CONDITION_MAX_CHARS} characters` }
  const joins: string[] = []
  const comparisons: Condition['comparisons'] = []
  let rest = text
  for (;;) {
    const found = COMPARISON.exec(rest)
    if (!found) return { ok: false, reason: `"${rest}": use __variable__:value = 'text' or !=` }
    comparisons.push({ variable: found[1]!, isEqual: found[2] !== '!=', text: found[3]!.replace(/\\(.)/g, '$1') })
    rest = rest.slice(found[0].length)
    if (rest === '') break
    const join = JOIN.exec(rest)
    if (!join) return { ok: false, reason: `"${rest.trim()}": join comparisons with AND or OR` }
    joins.push(join[1]!)
    rest = rest.slice(join[0].length)
  }
  if (new Set(joins).size > 1) return { ok: false, reason: 'AND and OR are mixed; use two if-condition steps' }
  return { ok: true, condition: { join: joins[0] === 'OR' ? 'OR' : 'AND', comparisons } }
}

/** Whether the condition holds. A variable without a value counts as the empty text. */
export function holds({ join, comparisons }: Condition, variables: Readonly<Record<string, string>>): boolean {
  const results = comparisons.map(({ variable, isEqual, text }) => ((variables[variable] ?? '') === text) === isEqual)
  return join === 'AND' ? results.every(Boolean) : results.some(Boolean)
}
