import { describe, expect, it } from '@jest/globals'
import type { IncidentRow } from '@genba/contracts'
import { incidentRow as row } from '../testing/samples.js'
import { appendPage, newer, putRows } from './patch.js'

const response = (version: number): NonNullable<IncidentRow['response']> => ({
  version,
  state: 'running',
  phase: 'observe',
  loop: 1,
  waiting: [],
  holds: 0,
  phaseSince: 0,
})
describe('the next page of a list', () => {
  it('stands behind what is there, without what moved to the front meanwhile', () => {
    const list = { incidents: [row('c', 9), row('a', 3), row('b', 2)], next: '2~b' }
    const page = { incidents: [row('c', 1), row('d', 1)], next: '1~d' }
    expect(appendPage(list, page)).toEqual({ incidents: [row('c', 9), row('a', 3), row('b', 2), row('d', 1)], next: '1~d' }) // prettier-ignore
    expect(appendPage(list, { incidents: [] }).next).toBeUndefined()
  })
})

const ALL_PLANTS = { state: 'open', plant: '' } as const

describe('a row that came live', () => {
  it('is inserted when it is new', () => {
    expect(putRows({ incidents: [row('a', 1)] }, [row('b', 1)], ALL_PLANTS).incidents.map(({ id }) => id)).toEqual(['b', 'a']) // prettier-ignore
  })
  it('replaces an older version', () => {
    expect(putRows({ incidents: [row('a', 1)] }, [row('a', 2)], ALL_PLANTS).incidents).toEqual([row('a', 2)])
  })
  it('never puts an older version over a newer one', () => {
    expect(putRows({ incidents: [row('a', 5)] }, [row('a', 2)], ALL_PLANTS).incidents).toEqual([row('a', 5)])
  })
  it('leaves the open list when it closed, also when it is put a second time over an old answer', () => {
    const closed = [row('a', 2, { state: 'closed' })]
    const left = putRows({ incidents: [row('a', 1), row('b', 1)] }, closed, ALL_PLANTS)
    expect(left.incidents).toEqual([row('b', 1)])
    expect(putRows({ incidents: [row('a', 1)] }, closed, ALL_PLANTS).incidents).toEqual([])
  })
  it('is among the closed ones when it was merged, as in what the server lists', () => {
    const merged = row('a', 2, { state: 'merged' })
    expect(putRows({ incidents: [] }, [merged], { state: 'closed', plant: '' }).incidents).toEqual([merged])
  })
  it('leaves a list that it does not belong to the same object', () => {
    const list = { incidents: [row('b', 1)] }
    expect(putRows(list, [row('a', 1)], { state: 'closed', plant: '' })).toBe(list)
    expect(putRows(list, [row('a', 1)], { state: 'open', plant: 'q' })).toBe(list)
  })
  it('keeps the newer response beside newer facts', () => {
    const merged = newer(row('a', 1, { response: response(9) }), row('a', 2, { response: response(3) }))
    expect([merged.version, merged.response?.version]).toEqual([2, 9])
  })
  it('keeps the response when the newer facts come without one', () => {
    expect(newer(row('a', 1, { response: response(1) }), row('a', 2)).response?.version).toBe(1)
  })
})
