import { OPERATORS, type Condition, type Literal, type Operator } from './condition.js'
import { readTokens, type Token } from './tokens.js'

export type ReadCondition = { ok: true; condition: Condition } | { ok: false; reason: string }
export const CONDITION_MAX_CHARS = 1_000
const DEPTH_MAX = 20

/** Parts of STIX patterning that a condition over variables has no use for: refused by name, never guessed. */
const NOT_HERE: Record<string, string> = {
  FOLLOWEDBY: 'it orders observations; a condition has only variables',
  WITHIN: 'it qualifies observations; a condition has only variables',
  REPEATS: 'it qualifies observations; a condition has only variables',
  START: 'it qualifies observations; a condition has only variables',
  STOP: 'it qualifies observations; a condition has only variables',
  EXISTS: 'a variable is declared or it is not',
  MATCHES: 'an expression of a stranger could run for ever; use LIKE',
}

class Unread extends Error {}

/**
 * Reads a condition (CACAO 2.0: a STIX pattern): comparisons of variables with texts, numbers, booleans and sets, NOT, AND, OR and
 * parentheses, bare or in one pair of square brackets. AND binds closer than OR. The rest of the grammar is refused by name.
 *
 *     __way_in__:value = 'yes' AND (__alerts__:value > 10 OR __zone__:value IN ('line-1', 'line-2'))
 */
export function readCondition(source: string): ReadCondition {
  if (source.length > CONDITION_MAX_CHARS) return { ok: false, reason: `longer than ${CONDITION_MAX_CHARS} characters` }
  const read = readTokens(source)
  if (!read.ok) return read
  try {
    return { ok: true, condition: new Reader(read.tokens).pattern() }
  } catch (error) {
    if (error instanceof Unread) return { ok: false, reason: error.message }
    throw error
  }
}

/** Where the reading is; each method takes one piece of the grammar or throws Unread. */
class Reader {
  private at = 0
  private depth = 0

  constructor(private readonly tokens: readonly Token[]) {}

  pattern(): Condition {
    const isObservation = this.takes('mark', '[')
    const condition = this.either()
    if (isObservation) this.need('mark', ']')
    const rest = this.tokens[this.at]
    if (rest) throw this.refusal(rest, 'join comparisons with AND or OR')
    return condition
  }

  private either(): Condition {
    return this.joined('or', 'OR', () => this.joined('and', 'AND', () => this.one()))
  }

  private joined(is: 'and' | 'or', word: string, part: () => Condition): Condition {
    const parts = [part()]
    while (this.takes('word', word)) parts.push(part())
    return parts.length === 1 ? parts[0]! : { is, parts }
  }

  private one(): Condition {
    if (!this.takes('mark', '(')) return this.comparison()
    if (++this.depth > DEPTH_MAX) throw new Unread(`more than ${DEPTH_MAX} parentheses in each other`)
    const inner = this.either()
    this.need('mark', ')')
    this.depth--
    return inner
  }

  private comparison(): Condition {
    const token = this.tokens[this.at++]
    if (token?.kind !== 'variable') throw this.refusal(token, 'begin with a variable, as __name__:value')
    const isNot = this.takes('word', 'NOT')
    const operator = this.operator()
    const literals = operator === 'IN' ? this.set() : [this.literal()]
    return { is: 'compare', variable: token.text, isNot, operator, literals }
  }

  private operator(): Operator {
    const token = this.tokens[this.at++]
    const text = token?.text === '==' ? '=' : token?.text === '<>' ? '!=' : token?.text
    const found = OPERATORS.find((known) => known === text)
    if (!found || (token!.kind !== 'operator' && token!.kind !== 'word'))
      throw this.refusal(token, `use one of ${OPERATORS.join(' ')}`)
    return found
  }

  private set(): Literal[] {
    this.need('mark', '(')
    const literals = [this.literal()]
    while (this.takes('mark', ',')) literals.push(this.literal())
    this.need('mark', ')')
    return literals
  }

  private literal(): Literal {
    const token = this.tokens[this.at++]
    if (token?.kind === 'text') return { is: 'text', text: token.text.replace(/\\(.)/g, '$1') }
    if (token?.kind === 'number' || token?.kind === 'bool') return { is: token.kind, text: token.text }
    throw this.refusal(token, "compare with a 'text', a number, true or false")
  }

  private takes(kind: Token['kind'], text: string): boolean {
    const token = this.tokens[this.at]
    if (token?.kind !== kind || token.text !== text) return false
    this.at++
    return true
  }

  private need(kind: Token['kind'], text: string): void {
    if (!this.takes(kind, text)) throw this.refusal(this.tokens[this.at], `expected ${text}`)
  }

  private refusal(token: Token | undefined, remedy: string): Unread {
    if (!token) return new Unread(`it ends too early: ${remedy}`)
    const why = token.kind === 'word' ? NOT_HERE[token.text] : undefined
    if (why) return new Unread(`${token.text} is not run: ${why}`)
    if (token.kind === 'path') return new Unread(`${token.text} is an object path of STIX: ${remedy}`)
    return new Unread(`"${token.text}" at character ${token.at + 1}: ${remedy}`)
  }
}
