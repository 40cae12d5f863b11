import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { variablesOf } from './condition.js'
import { holds } from './holds.js'
import { readCondition } from './read-condition.js'

const holdsFor = (text: string, variables: Record<string, string>): boolean => {
  const read = readCondition(text)
  if (!read.ok) throw new Error(read.reason)
  return holds(read.condition, variables)
}

describe('a condition', () => {
  it.each([
    ["__quiet__:value = 'yes'", { quiet: 'yes' }, true],
    ["__quiet__:value == 'yes'", { quiet: 'no' }, false],
    ["[__quiet__:value = 'yes']", { quiet: 'yes' }, true],
    ["__quiet__:value != 'yes'", {}, true],
    ["__quiet__:value = ''", {}, false],
    ["__quiet__:value = ''", { quiet: '' }, true],
    ["__quiet__:value NOT = 'yes'", { quiet: 'no' }, true],
    ["__a__:value = '1' AND __b__:value = '2'", { a: '1', b: '2' }, true],
    ["__a__:value = '1' AND __b__:value = '2'", { a: '1' }, false],
    ["__a__:value = '1' OR __b__:value = '2'", { b: '2' }, true],
    ["__a__:value = '1' OR __b__:value = '2' AND __c__:value = '3'", { a: '1' }, true],
    ["(__a__:value = '1' OR __b__:value = '2') AND __c__:value = '3'", { a: '1' }, false],
    ["__name__:value = 'O\\'Neil'", { name: "O'Neil" }, true],
    ['__n__:value > 9', { n: '10' }, true],
    ["__n__:value > '9'", { n: '10' }, false],
    ['__n__:value >= 2.5', { n: '2.5' }, true],
    ['__n__:value < 9', { n: 'many' }, false],
    ['__n__:value >= 9', { n: 'many' }, false],
    ['__n__:value = 0', { n: '' }, false],
    ['__n__:value = 10', { n: '10.0' }, true],
    ['__ok__:value = true', { ok: 'true' }, true],
    ["__zone__:value IN ('line-1', 'line-2')", { zone: 'line-2' }, true],
    ["__zone__:value NOT IN ('line-1', 'line-2')", { zone: 'agv' }, true],
    ["__zone__:value LIKE 'line-%'", { zone: 'line-12' }, true],
    ["__zone__:value LIKE 'line-_'", { zone: 'line-12' }, false],
    ["__zone__:value LIKE '%a%b%c'", { zone: 'xxaxxbxxbc' }, true],
    ["__ip__:value ISSUBSET '10.0.0.0/8'", { ip: '10.9.8.7' }, true],
    ["__ip__:value ISSUBSET '10.0.0.0/8'", { ip: '11.9.8.7' }, false],
    ["__ip__:value ISSUBSET '10.0.0.0/8'", { ip: 'fe80::1' }, false],
    ["__net__:value ISSUPERSET '10.1.0.0/16'", { net: '10.0.0.0/8' }, true],
    ["__net__:value ISSUBSET '10.1.0.0/16'", { net: '10.0.0.0/8' }, false],
    ["__a__:value = 'to __b__:value'", { a: 'to x', b: 'x' }, true],
  ])('%s with %j is %s', (text, variables, expected) => {
    expect(holdsFor(text, variables)).toBe(expected)
  })
  it.each([
    ["[ipv4-addr:value = '10.0.0.1']", 'ipv4-addr:value is an object path of STIX'],
    ["[__a__:value = '1'] FOLLOWEDBY [__b__:value = '2']", 'FOLLOWEDBY is not run'],
    ["[__a__:value = '1'] WITHIN 5 SECONDS", 'WITHIN is not run'],
    ["[__a__:value = '1'] REPEATS 5 TIMES", 'REPEATS is not run'],
    ["__a__:value MATCHES '^(a+)+$'", 'MATCHES is not run'],
    ["EXISTS __a__:value = '1'", 'EXISTS is not run'],
    ["__a__:value = '1' __b__:value = '2'", 'join comparisons'],
    ["__a__:value = t'2026-11-24T00:00:00Z'", 'compare with'],
    ["(__a__:value = '1'", 'expected )'],
    ["__a__:value IN '1'", 'expected ('],
    ["__a__:value = '1", 'not part of a STIX pattern'],
    ['__a__:value =', 'ends too early'],
    ['', 'ends too early'],
    [`${'('.repeat(30)}__a__:value = 1${')'.repeat(30)}`, 'parentheses'],
    [`__a__:value = '${'x'.repeat(1000)}'`, 'longer than'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(readCondition(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  })
  it('names the variables that it asks', () => {
    const read = readCondition("(__a__:value = '1' OR __b-2__:value = 2) AND __c_d__:value = true")
    expect(read.ok && variablesOf(read.condition)).toEqual(['a', 'b-2', 'c_d'])
  })
  it('is read or refused whatever it is made of', () => {
    const pieces = [
      '__a__:value',
      "'x'",
      '=',
      'AND',
      'OR',
      'NOT',
      'IN',
      '(',
      ')',
      '[',
      ']',
      ',',
      '5',
      'true',
      'WITHIN',
      'x:y',
    ]
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 12 }),
        (parts) => {
          const read = readCondition(parts.join(' '))
          return read.ok ? typeof holds(read.condition, {}) === 'boolean' : read.reason.length > 0
        },
      ),
      { numRuns: 2_000 },
    )
  })
  it('LIKE says what the expression of the same meaning says', () => {
    const letter = fc.constantFrom('a', 'b', '%', '_')
    fc.assert(
      fc.property(
        fc.string({ unit: letter, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
        (like, value) => {
          const expression = new RegExp(`^${like.replaceAll('%', '.*').replaceAll('_', '.')}$`)
          return holdsFor(`__v__:value LIKE '${like}'`, { v: value }) === expression.test(value)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
