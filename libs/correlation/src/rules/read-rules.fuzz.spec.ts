import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { alert, feed } from '../testing/alerts.js'
import { startPartition } from '../zones/state.js'
import { readRules } from './read-rules.js'
import { RuleError } from './rule-error.js'

/** RULES_FUZZ=100000 for the long run; a seed that failed goes into RULES_FUZZ_SEED. */
const RUNS = Number(process.env['RULES_FUZZ'] ?? 20_000)
const SEED = Number(process.env['RULES_FUZZ_SEED'] ?? 1)

const A = `title: A
name: a
detection:
  s1: { 'name|contains|all': [x, 'y*'], 'severity|gte': 40 }
  s2: [{ 'src.ip|cidr': 10.0.0.0/8 }, keyword]
  _no: { 'name|re|i': '^a(b|c)+$', asset: null }
  condition: (s1 or 1 of s*) and not _no
`
const MANY = `---
name: many
title: Many
correlation:
  type: value_count
  rules: [a]
  group-by: [who]
  aliases: { who: { a: src.ip } }
  timespan: 5m
  condition: { field: sensor, gte: 2, lte: 9 }
`
/** Short, because reading YAML is what takes the time; together they hold every part of the format. */
const SMALL = [
  A + MANY,
  `title: B
id: b
detection: { s: { name: [b, 2, true] }, condition: all of them }
---
title: Sum
tags: [attack.t0843]
correlation:
  type: value_percentile
  rules: b
  timespan: 1h
  condition: { field: bytes, percentile: 95, gt: 1.5 }
level: high
genba:
  title: { ja: 合計, en: Sum }
  severity: 70
  cases: [{ name: c, fires: true, alerts: [{ at: '00:00', name: x }] }]
`,
  `name: a
logsource: { product: genba, category: network }
detection: { s: { name: a }, condition: s }
---
title: F
logsource: { product: genba }
filter: { rules: [a], s: { 'name|endswith': z }, condition: not s }
---
title: T
correlation: { type: event_count, rules: [a], timespan: 5m, condition: { eq: 2 } }
`,
  `name: b
detection: { s: { name: b }, condition: s }
---
name: many
title: M
correlation: { type: event_count, rules: [b], group-by: [x], timespan: 1m, condition: { gt: 1 } }
---
name: chain
title: C
correlation:
  type: temporal_ordered
  rules: [many, b]
  group-by: [x]
  generate: true
  timespan: 10m
`,
]
/** What breaks parsers: other types, other shapes, names of objects' own parts, anchors, tags, and text that is no text. */
const WORDS = [
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    '.nan',
    "''",
    '[]',
    '{}',
    '[[[]]]',
    '{a: {a: {a: 1}}}',
    '*x',
    '&x',
    '!!binary x',
    '!t',
  ],
  ...[
    'constructor',
    '__proto__',
    'toString',
    '|',
    '>',
    '- ',
    ': ',
    '? ',
    '#',
    '"',
    "'",
    '%',
    '@',
    '`',
    '\t',
    '\r',
    '\0',
    '\ud800',
  ],
  ...[
    'a',
    'b',
    'many',
    'chain',
    'sum',
    's1',
    'all of',
    '1 of *',
    'not',
    'and',
    'or',
    '(',
    ')',
    '((((((((',
    'any',
    '---\n',
    '...\n',
  ],
  ...[
    're',
    'cidr',
    'contains',
    'gte',
    'lt',
    'eq',
    'event_count',
    'temporal',
    'value_avg',
    'generate',
    'filter',
    'detection',
  ],
  ...[
    '(?<=',
    '[',
    '(a+)+$',
    '999.0.0.0/99',
    '::/0',
    '5m',
    '0s',
    '99999999d',
    '２０',
    '合計',
    '😀',
    '<<: *x',
    'a: &x [*x]',
  ],
]

/** A small generator of its own: the same seed, the same rules, on every machine. */
function chance(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function mutate(text: string, draw: (below: number) => number): string {
  let out = text
  for (let turns = 1 + draw(4); turns > 0; turns--) {
    const lines = out.split('\n')
    const at = draw(out.length + 1)
    const line = draw(lines.length)
    const word = WORDS[draw(WORDS.length)] as string
    switch (draw(8)) {
      case 0:
        out = out.slice(0, at) + word + out.slice(at)
        break
      case 1:
        out = out.slice(0, at) + out.slice(at + 1 + draw(12))
        break
      case 2:
        out = out.slice(0, at) + String.fromCharCode(draw(300)) + out.slice(at + 1)
        break
      case 3:
        out = lines.toSpliced(line, 1).join('\n')
        break
      case 4:
        out = lines.toSpliced(line, 0, lines[draw(lines.length)] as string).join('\n')
        break
      case 5:
        out = lines.with(line, (lines[line] as string).replace(/: .*/, `: ${word}`)).join('\n')
        break
      case 6:
        out = lines.with(line, (lines[line] as string).replace(/^( *)/, ' '.repeat(draw(8)))).join('\n')
        break
      default:
        out = lines.with(line, (lines[line] as string).replace(/[\w-]+/, word)).join('\n')
    }
  }
  return out
}

describe(`${RUNS} malformed rule files`, () => {
  const draw = chance(SEED)
  const dir = new URL('../../rules/', import.meta.url)
  const shipped = readdirSync(dir).flatMap((name) => readFileSync(new URL(name, dir), 'utf8').split('---\n').slice(0, 2).join('---\n')) // prettier-ignore
  const alerts = ['x y', 'b', 'abc'].map((name, index) => ({
    at: index * 1_000,
    name,
    severity: 50,
    src: { ip: '10.0.0.1' },
    dst: { ip: '10.0.0.1' },
    fields: { bytes: index },
  }))

  it('crash nothing, and each fault is told with file and line', () => {
    let sound = 0
    for (let run = 0; run < RUNS; run++) {
      const text = mutate((run % 50 === 0 ? shipped[draw(shipped.length)] : SMALL[run % SMALL.length]) as string, draw)
      try {
        const pack = readRules([{ file: 'rules/f.yml', text }])
        sound++
        if (run % 10 === 0) feed(startPartition(pack), alerts.map((each) => alert(each))) // prettier-ignore
      } catch (error) {
        if (!(error instanceof RuleError)) throw new Error(`run ${run}, seed ${SEED}:\n${text}`, { cause: error })
        const untold = error.message.split('\n').filter((line) => !/^rules\/f\.yml:[1-9]\d* \S/.test(line))
        if (untold.length > 0) throw new Error(`run ${run} tells no line: ${JSON.stringify(untold)}\n${text}`)
      }
    }
    // Some mutations mean nothing; most must be faults, or the fuzz would try nothing.
    expect(sound / RUNS).toBeLessThan(0.6)
    expect(sound).toBeGreaterThan(0)
  }, 600_000)
})
