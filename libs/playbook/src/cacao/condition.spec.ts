import { describe, expect, it } from '@jest/globals'
import { holds, readCondition } from './condition.js'

const holdsFor = (text: string, variables: Record<string, string>): boolean => {
  const read = readCondition(text)
  if (!read.ok) throw new Error(read.reason)
  return holds(read.condition, variables)
}

describe('a condition', () => {
  it.each([
    ["__quiet__:value = 'yes'", { quiet: 'yes' }, true],
    ["__quiet__:value == 'yes'", { quiet: 'no' }, false],
    ["__quiet__:value != 'yes'", {}, true],
    ["__a__:value = '1' AND __b__:value = '2'", { a: '1', b: '2' }, true],
    ["__a__:value = '1' AND __b__:value = '2'", { a: '1' }, false],
    ["__a__:value = '1' OR __b__:value = '2'", { b: '2' }, true],
    ["__name__:value = 'O\\'Neil'", { name: "O'Neil" }, true],
  ])('%s with %j is %s', (text, variables, expected) => {
    expect(holdsFor(text, variables)).toBe(expected)
  })
  it.each([
    ["__a__:value > '1'", 'use __variable__:value'],
    ["[ipv4-addr:value = '10.0.0.1']", 'use __variable__:value'],
    ["__a__:value = '1' AND __b__:value = '2' OR __c__:value = '3'", 'mixed'],
    ["__a__:value = '1' __b__:value = '2'", 'join comparisons'],
    ['', 'use __variable__:value'],
    [`__a__:value = '${'x'.repeat(1000)}'`, 'longer than'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(readCondition(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) })
  })
})
