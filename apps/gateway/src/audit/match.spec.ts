import { describe, expect, test } from '@jest/globals'
import { flat, matches } from './match.js'

const link = flat({
  seq: 7,
  id: 'user.created~line-2-lead~50',
  previous: 'a',
  hash: 'b',
  entry: { at: 50, by: 'admin', action: 'user.created', subject: 'line-2-lead', detail: {} },
})

describe('a link of the audit chain', () => {
  test('is found by who, what and whom, in any case', () => {
    for (const text of ['ADMIN', 'created', 'line-2', undefined, '']) expect(matches(link, { text })).toBe(true)
    expect(matches(link, { text: 'auditor' })).toBe(false)
  })

  test('is found between two times, both included', () => {
    expect(matches(link, { from: 50, to: 50 })).toBe(true)
    expect(matches(link, { from: 51 })).toBe(false)
    expect(matches(link, { to: 49 })).toBe(false)
  })
})
