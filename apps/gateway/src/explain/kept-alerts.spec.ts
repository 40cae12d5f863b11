import { describe, expect, test } from '@jest/globals'
import type { Alert } from '@genba/contracts'
import { KeptAlerts } from './kept-alerts.js'

const keep = (ids: number[], wanted: number, max: number): KeptAlerts => {
  const kept = new KeptAlerts(String(wanted), max)
  for (const id of ids) kept.take({ id: String(id) } as Alert)
  return kept
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const idsOf = (kept: KeptAlerts): number[] => kept.alerts.map(({ id }) => Number(id))

describe('the alerts kept around one', () => {
  test('are all of them when they fit', () => {
    const kept = keep(range(1, 6), 4, 3)
    expect([idsOf(kept), kept.isCut, kept.isFound]).toEqual([range(1, 6), false, true])
  })
  test('are the nearest when they do not, and it is told', () => {
    const kept = keep(range(1, 20), 12, 3)
    expect([idsOf(kept), kept.isCut, kept.isFull]).toEqual([range(9, 14), true, true])
  })
  test('hold repeats, and nothing is found where the one is missing', () => {
    expect(idsOf(keep([1, 2, 2, 2], 2, 5))).toEqual([1, 2, 2, 2])
    expect(keep(range(1, 9), 99, 3).isFound).toBe(false)
  })
})
