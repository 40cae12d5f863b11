import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readRules } from '../rules/read-rules.js'
import { whyNot, whyYes } from '../rules/trace.js'
import { alert, START } from '../testing/alerts.js'
import { countHeld, firstHolding } from '../windows/holds.js'

const ruleOf = (correlation: string) =>
  readRules([
    {
      file: 'x.yml',
      text: `
name: a
detection: { s: [{ name|contains: a, severity|gte: 50 }, { rule: r }], f: { sensor: x }, g: { kind: [network, system] }, condition: (s or 1 of g*) and not f }
---
name: b
detection: { s: { name: b }, condition: s }
---
name: c
title: c
correlation: { rules: [a, b], timespan: 60s, ${correlation} }
`,
    },
  ])

describe('what an explanation says agrees with the engine', () => {
  it.each([
    'type: temporal',
    'type: temporal_ordered',
    'type: event_count, condition: { gte: 3 }',
    'type: value_count, condition: { field: tag, gte: 2 }',
  ])('%s: a window holds exactly when it counts what the rule needs', (correlation) => {
    const rule = ruleOf(correlation).rules[0]
    if (!rule) throw new Error('no rule')
    const member = fc.record({
      at: fc.integer({ min: 0, max: 12 }).map((n) => n * 15_000),
      value: fc.constantFrom(0, 1),
      isFull: fc.constant(true),
    })
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 8 }), (unsorted) => {
        const members = unsorted.sort((a, b) => a.at - b.at)
        const isHeld = members.some((_, index) => firstHolding(rule, members, index) >= 0)
        const isCounted = members.some(({ at }) => countHeld(rule, members, at - rule.timespanMs, at) >= rule.threshold)
        expect(isCounted).toBe(isHeld)
      }),
    )
  })

  it('there is a reason for exactly one side, match or no match', () => {
    const { standing } = ruleOf('type: temporal')
    const some = fc.record({
      name: fc.constantFrom('a', 'b', 'za'),
      severity: fc.constantFrom(10, 60),
      rule: fc.constantFrom('r', 'q'),
      sensor: fc.constantFrom('x', 'y'),
      kind: fc.constantFrom('network' as const, 'process' as const),
    })
    fc.assert(
      fc.property(some, (differs) => {
        const each = alert({ at: START, ...differs })
        for (const { base } of standing) {
          expect(whyYes(base.test, each).length > 0).toBe(base.test(each))
          expect(whyNot(base.test, each).length > 0).toBe(!base.test(each))
        }
      }),
    )
  })
})
