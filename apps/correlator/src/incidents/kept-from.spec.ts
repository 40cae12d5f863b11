import { expect, test } from '@jest/globals'
import { keptFrom } from './kept-from.js'

test('what is read beside an open incident outlives the retention, and nothing else does', () => {
  const opened = new Map([['old', 500], ['edge', 1_050], ['young', 5_000]]) // prettier-ignore
  expect([...keptFrom(opened, 1_000, 100)]).toEqual([['old', 400], ['edge', 950]]) // prettier-ignore
  expect(keptFrom(new Map(), 1_000, 100).size).toBe(0)
})
