export type Token = {
  kind: 'variable' | 'path' | 'text' | 'number' | 'bool' | 'word' | 'operator' | 'mark'
  text: string
  at: number
}

export type ReadTokens = { ok: true; tokens: Token[] } | { ok: false; reason: string }

/** Tried in this order at each place; the first group is the token's text. */
const KINDS: [Token['kind'] | undefined, RegExp][] = [
  [undefined, /(\s+)/y],
  ['variable', /__([a-zA-Z_][a-zA-Z0-9_-]*?)__:value(?![\w-])/y],
  ['text', /'((?:[^'\\]|\\.)*)'/y],
  ['number', /([+-]?(?:\d+\.\d+|\.\d+|\d+))(?![\w.])/y],
  ['path', /([a-zA-Z][\w-]*:[\w'[\].*-]+)/y],
  ['bool', /(true|false)(?![\w-])/y],
  ['word', /([a-zA-Z_][\w-]*)/y],
  ['operator', /(==|=|!=|<>|<=|>=|<|>)/y],
  ['mark', /([()[\],])/y],
]

/** Cuts a STIX pattern into its tokens; what is none is refused with its place. */
export function readTokens(source: string): ReadTokens {
  const tokens: Token[] = []
  let at = 0
  while (at < source.length) {
    const found = tokenAt(source, at)
    if (!found) return { ok: false, reason: `"${source.slice(at, at + 20)}": not part of a STIX pattern` }
    if (found.kind) tokens.push({ kind: found.kind, text: found.text, at })
    at = found.end
  }
  return { ok: true, tokens }
}

function tokenAt(
  source: string,
  at: number,
): { kind: Token['kind'] | undefined; text: string; end: number } | undefined {
  for (const [kind, expression] of KINDS) {
    expression.lastIndex = at
    const found = expression.exec(source)
    if (found) return { kind, text: found[1]!, end: expression.lastIndex }
  }
  return undefined
}
