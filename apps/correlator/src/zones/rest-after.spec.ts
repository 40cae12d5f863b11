import { expect, test } from '@jest/globals'
import { restAfter } from './rest-after.js'

const read = { next: 900, end: 900 }

test('where all is read, writing has a quarter of the time', () => {
  expect(restAfter(50, [read, read])).toBe(150)
})

test('where one of the partitions is behind, a thirteenth', () => {
  expect(restAfter(50, [read, { next: 900, end: 1_001 }])).toBe(600)
})

test('a batch that is being read is no backlog', () => {
  expect(restAfter(50, [{ next: 900, end: 1_000 }])).toBe(150)
})
