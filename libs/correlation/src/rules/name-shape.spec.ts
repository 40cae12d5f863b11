import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { askStanding, startSaid } from '../zones/standing.js'
import { alert } from '../testing/alerts.js'
import { readRules } from './read-rules.js'
import { isDecisive, readShapes, shapeOf } from './name-shape.js'

const rule = (name: string, selection: string) => `title: ${name}
name: ${name}
detection:
  s:
${selection}
  condition: s
---
title: count ${name}
name: count-${name}
correlation: { type: event_count, rules: [${name}], group-by: [asset], timespan: 1m, condition: { gte: 1 } }
---
`
const RULES = [
  rule('words', '    name|contains: [scan, trip]'),
  rule('numbered', '    name|contains: [s7comm, plc 1, "104"]'),
  rule('begins', '    name|startswith: port 10'),
  rule('ends', '    name|endswith|cased: Zone 9'),
  rule('equal', '    name: Pump 12'),
  rule('expression', '    name|re: "port 1[0-4]$"'),
  rule('wild', '    name|contains: plc*7'),
  rule('other', '    name|contains: trip\n    severity|gte: 80'),
].join('')
const pack = readRules([{ file: 'rules.yml', text: RULES }])

describe('what rules say of names of one shape', () => {
  const part = fc.constantFrom(
    'scan',
    'SCAN',
    'trip',
    's7comm',
    's5comm',
    'plc ',
    'port ',
    'Zone ',
    'zone ',
    'Pump ',
    ' of ',
  )
  const number = fc.constantFrom('1', '7', '9', '10', '12', '14', '104', '105', '')
  const names = fc
    .array(
      fc.tuple(part, number).map((pair) => pair.join('')),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => all.join(''))

  it('is what each rule says of each name', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: names, severity: fc.constantFrom(20, 90) }), { minLength: 1, maxLength: 40 }),
        (asked) => {
          const said = startSaid(pack)
          for (const differs of asked) {
            const asking = alert({ at: 0, ...differs })
            const hits = pack.standing.flatMap(({ base }, index) => (base.test(asking) ? [index] : []))
            expect(askStanding(pack, said, asking).hits).toEqual(hits)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is asked again only of rules with an expression or a wildcard, and of shapes that a word with digits may be in', () => {
    const shapes = readShapes(pack.standing.map(({ base }) => base))
    const namesOf = (indexes: readonly number[]) => indexes.map((index) => pack.standing[index]?.base.id)
    expect(namesOf(shapes.others)).toEqual(['expression', 'wild'])
    expect(isDecisive(shapes, shapeOf('trip of pump 3 in hall 12'))).toBe(true)
    expect(isDecisive(shapes, shapeOf('trip of PLC 3'))).toBe(false)
  })

  it('holds for the rules of a filter too', () => {
    const filter = `title: not these
name: not-these
logsource: {}
filter: { rules: [words], selection: { 'name|re': 'scan [0-4]' }, condition: not selection }
`
    const filtered = readRules([{ file: 'rules.yml', text: `${rule('words', '    name|contains: scan')}${filter}` }])
    const said = startSaid(filtered)
    expect(
      ['scan 7', 'scan 3', 'scan 9'].map((name) => askStanding(filtered, said, alert({ at: 0, name })).hits),
    ).toEqual([[0], [], [0]])
  })
})
