import { describe, expect, it } from '@jest/globals'
import { readRules } from './read-rules.js'

const CATASTROPHIC = ['(a+)+$', '^(a|a)*$', '(a|aa)+$', '([a-z]+)*\\d$', '^(.*a){12}$', '(\\s*\\w+\\s*)+:']
const ruleOf = (selection: string) =>
  `name: a
detection:
  s:
    ${selection}
  condition: s
---
name: b
title: b
correlation: { type: event_count, rules: [a], timespan: 1m, condition: { gte: 1 } }
`
const testOf = (selection: string) => {
  const { standing, changing } = readRules([{ file: 'x.yml', text: ruleOf(selection) }])
  const base = [...standing, ...changing][0]?.base
  if (!base) throw new Error('no rule')
  return (name: string) => base.test({ name } as never)
}

describe('a pattern of a rule', () => {
  // A backtracking engine needs seconds for 26 of these characters and twice as long for each more: none of these would end.
  it.each(CATASTROPHIC)('%s cannot hold a partition up', (pattern) => {
    const isMeant = testOf(`name|re: '${pattern}'`)
    expect(isMeant(`${'a'.repeat(20_000)}!`)).toBe(false)
  })
  it('of wildcards cannot either', () => {
    expect(testOf(`name: '${'*a'.repeat(12)}*b'`)('a'.repeat(20_000))).toBe(false)
  })
  it.each([
    ['a(?=b)', /(invalid or unsupported Perl syntax)/],
    ['(a)\\1', /invalid escape sequence/],
    ['((a{100}){100}){100}', /invalid repeat count/],
    ['(', /missing/],
  ])('%s is refused with file and line', (pattern, reason) => {
    const read = () => readRules([{ file: 'x.yml', text: ruleOf(`name|re: '${pattern}'`) }])
    expect(read).toThrow(/^x\.yml:4 name\|re: the regular expression cannot be used: /)
    expect(read).toThrow(reason)
  })
  it('reads flags, classes and groups as Sigma means them', () => {
    expect(testOf("name|re|i: '^S7COMM.*(stop|download)$'")('s7comm plc STOP')).toBe(true)
    expect(testOf("name|re: '^s7.*stop$'")('S7 stop')).toBe(false)
    expect(testOf("name|re|m: '^b$'")('a\nb')).toBe(true)
    expect(testOf("name|re|s: 'a.b'")('a\nb')).toBe(true)
    expect(testOf("name|re: 'a.b'")('a\nb')).toBe(false)
    expect(testOf("name|re: '\\d{1,3}(?:\\.\\d{1,3}){3}'")('from 10.0.0.1')).toBe(true)
  })
})
