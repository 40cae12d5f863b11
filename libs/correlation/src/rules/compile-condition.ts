import { every, negate, some, type Selection } from './trace.js'

type Parsed = { ok: true; test: Selection } | { ok: false; reason: string }

/** Nested deeper than any rule that a person writes; keeps a hostile file from exhausting the stack. */
const DEPTH_MAX = 50

class NotUnderstood extends Error {}

/** A Sigma condition over named selections: `and`, `or`, `not`, brackets, `1 of x*`, `all of x*`, `1 of them`, `all of them`. */
export function compileCondition(text: string, selections: ReadonlyMap<string, Selection>): Parsed {
  if (text.includes('|'))
    return { ok: false, reason: 'aggregations behind "|" are not part of Sigma 2: write a correlation' }
  const tokens = text.match(/[()]|[^\s()]+/g) ?? []
  try {
    const parser = new Parser(tokens, selections)
    return { ok: true, test: parser.parse() }
  } catch (error) {
    if (error instanceof NotUnderstood) return { ok: false, reason: error.message }
    throw error
  }
}

/** Recursive descent; `not` binds closest, then `and`, then `or`. */
class Parser {
  private next = 0
  private depth = 0

  constructor(
    private readonly tokens: readonly string[],
    private readonly selections: ReadonlyMap<string, Selection>,
  ) {}

  parse(): Selection {
    const test = this.either()
    if (this.next < this.tokens.length)
      throw new NotUnderstood(`the condition is not understood at "${this.tokens[this.next]}"`)
    return test
  }

  private either(): Selection {
    const tests = [this.both()]
    while (this.take('or')) tests.push(this.both())
    return some(tests)
  }

  private both(): Selection {
    const tests = [this.single()]
    while (this.take('and')) tests.push(this.single())
    return every(tests)
  }

  private single(): Selection {
    if (++this.depth > DEPTH_MAX) throw new NotUnderstood(`the condition is nested deeper than ${DEPTH_MAX}`)
    try {
      if (this.take('not')) {
        return negate(this.single())
      }
      if (this.take('(')) {
        const test = this.either()
        if (!this.take(')')) throw new NotUnderstood('a closing bracket is missing')
        return test
      }
      return this.named()
    } finally {
      this.depth--
    }
  }

  private named(): Selection {
    const token = this.tokens[this.next++]
    if (token === undefined) throw new NotUnderstood('the condition ends too early')
    if (this.take('of')) return this.several(token)
    const selection = this.selections.get(token)
    if (!selection) throw new NotUnderstood(`the condition names "${token}", which is no selection of this rule`)
    return selection
  }

  private several(quantity: string): Selection {
    const word = quantity.toLowerCase()
    if (word !== '1' && word !== 'any' && word !== 'all')
      throw new NotUnderstood(`"${quantity} of" is not supported; use "1 of" or "all of"`)
    const pattern = this.tokens[this.next++] ?? ''
    const names = [...this.selections.keys()].filter((name) =>
      pattern === 'them' ? !name.startsWith('_') : fits(name, pattern),
    )
    if (names.length === 0) throw new NotUnderstood(`"${quantity} of ${pattern}" fits no selection`)
    const tests = names.map((name) => this.selections.get(name) as Selection)
    return word === 'all' ? every(tests) : some(tests)
  }

  private take(word: string): boolean {
    if (this.tokens[this.next]?.toLowerCase() !== word) return false
    this.next++
    return true
  }
}

/** `*` any characters; without a regular expression, whose time grows with each star. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*')
  const first = parts[0] as string
  const last = parts[parts.length - 1] as string
  if (parts.length === 1) return name === pattern
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false
  let from = first.length
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return from <= name.length - last.length
}
