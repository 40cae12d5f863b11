import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { containsAny, matchText } from './match-text.js'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '警', ' '), maxLength: 4 })
const text = fc.string({ unit: fc.constantFrom('a', 'B', 'c', 'É', '警', ' '), maxLength: 40 })

it('finds a word exactly where it stands, one of many as well as alone', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), text, (words, value) => {
      const stands = words.map((each) => value.toLowerCase().includes(each))
      expect(words.map((each) => matchText(each, 'contains', false)(value))).toEqual(stands)
      expect(containsAny(words)(value)).toBe(stands.includes(true))
    }),
    { numRuns: 2_000 },
  )
})

it('keeps wildcards among plain words', () => {
  expect(containsAny(['zzz', 'wr*te'])('Write Request')).toBe(true)
  expect(containsAny(['zzz', 'wr\\*te'])('Write Request')).toBe(false)
  expect(containsAny(['12'])(3_124)).toBe(true)
})
