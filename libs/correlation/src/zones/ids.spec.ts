import { expect, it } from '@jest/globals'
import fc from 'fast-check'
import { addId, hashId, hasId, noIds, readIds, writeIds, type Ids } from './ids.js'

const id = fc.oneof(
  fc.string({ maxLength: 3 }),
  fc.nat(200).map((n) => `a-${n}`),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const has = (ids: Ids, text: string) => hasId(ids, hashId(text, { high: 0, low: 0 }))
const add = (ids: Ids, text: string) => addId(ids, hashId(text, { high: 0, low: 0 }))

it('knows what a set knows, and is the same to the slot when it is written and read on the way', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300 }), fc.nat(300), (all, split) => {
      const set = new Set<string>()
      const straight = noIds()
      let written = noIds()
      all.forEach((text, index) => {
        if (index === split) written = readIds(writeIds(written))
        if (has(straight, text) !== set.has(text) || has(written, text) !== set.has(text)) throw new Error(text)
        if (set.has(text)) return
        set.add(text)
        add(straight, text)
        add(written, text)
      })
      expect(straight.count).toBe(set.size)
      expect(writeIds(written)).toBe(writeIds(straight))
    }),
    { numRuns: 200 },
  )
})

it('tells ids that differ in little apart', () => {
  const ids = noIds()
  for (let n = 0; n < 300_000; n++) {
    const text = n % 2 ? `a-${n.toString(36)}` : `${n}${n}`
    if (has(ids, text)) throw new Error(text)
    add(ids, text)
  }
})

it('begins empty for everyone', () => {
  add(noIds(), 'a')
  expect(has(noIds(), 'a')).toBe(false)
  expect(writeIds(noIds())).toBe('')
})
