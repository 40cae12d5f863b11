import { describe, expect, test } from '@jest/globals'
import type { AlarmCover, PlantCover } from '@genba/contracts'
import { AHEAD_MS, endedAt, hides } from './covering.js'

const shelf = (from: number, until: number): AlarmCover => ({
  ...{ kind: 'shelf', v: 1, id: 's', plant: 'p', zone: 'z', rule: 'r', reason: 'x', by: 'soc', from, until },
})
const kept = (cover: PlantCover['cover']): PlantCover => ({ v: 1, id: 's', version: 1, plant: 'p', at: 0, cover })

describe('the end of a cover', () => {
  test('is moved to just ahead of now, and never past the start', () => {
    expect(endedAt(shelf(0, 3_600_000), 60_000).until).toBe(60_000 + AHEAD_MS)
    expect(endedAt(shelf(1_000_000, 3_600_000), 0).until).toBe(1_000_001)
  })

  test('is refused when it is over or about to be', () => {
    expect(() => endedAt(shelf(0, 60_000), 60_000)).toThrow('NOT_OPEN')
    expect(() => endedAt(shelf(0, 60_000), 60_000 - AHEAD_MS)).toThrow('NOT_OPEN')
  })

  test('of what is out of service is its return', () => {
    const out: AlarmCover = {
      ...{ kind: 'outOfService', v: 1, id: 'o', plant: 'p', zone: 'z', rule: 'r' },
      ...{ reason: 'x', by: 'a', approvedBy: 'b', from: 0 },
    }
    expect(endedAt(out, 60_000).until).toBe(60_000 + AHEAD_MS)
  })
})

test('a drill hides its own alarms and no real one', () => {
  const drilled = [kept({ ...shelf(0, 9), drill: 'd' } as AlarmCover)]
  expect(hides(drilled, { zone: 'z', rule: 'r' })).toBe(false)
  expect(hides([kept(shelf(0, 9))], { zone: 'z', rule: 'r', drill: 'd' })).toBe(false)
  expect(hides(drilled, { zone: 'z', rule: 'r', drill: 'd' })).toBe(true)
})

test('the same place is hidden once; planned work does not count', () => {
  const work: PlantCover['cover'] = {
    ...{ kind: 'maintenance', v: 1, id: 'w', plant: 'p', zone: 'z', reason: 'x', by: 'a', from: 0, until: 9 },
  }
  expect(hides([kept(shelf(0, 9))], { zone: 'z', rule: 'r' })).toBe(true)
  expect(hides([kept(shelf(0, 9))], { zone: 'z', rule: 'r', asset: 'press' })).toBe(false)
  expect(hides([kept(work)], { zone: 'z' })).toBe(false)
})
