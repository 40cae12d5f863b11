import { expect, test } from '@jest/globals'
import { STATE_SPANS_MAX } from '@genba/contracts'
import { spansWith } from './plant-spans.js'

test('a plant has been in the state of its file until it is changed for the first time', () => {
  expect(spansWith({ state: 'running' }, { from: 10, state: 'stopped' })).toEqual([
    { from: 0, state: 'running' },
    { from: 10, state: 'stopped' },
  ])
})

test('of two changes at one moment the later one counts, and the oldest spans are let go', () => {
  const spans = [{ from: 0, state: 'running' as const }, { from: 10, state: 'stopped' as const }] // prettier-ignore
  expect(spansWith({ state: 'stopped', stateSpans: spans }, { from: 10, state: 'running' }).at(-1)).toEqual({ from: 10, state: 'running' }) // prettier-ignore
  const many = Array.from({ length: STATE_SPANS_MAX }, (_, from) => ({ from, state: 'running' as const }))
  const next = spansWith({ state: 'running', stateSpans: many }, { from: 1_000, state: 'stopped' })
  expect([next.length, next[0]?.from]).toEqual([STATE_SPANS_MAX, 1])
})
