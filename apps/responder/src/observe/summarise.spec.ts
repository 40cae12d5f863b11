import { describe, expect, it } from '@jest/globals'
import { EVIDENCE_CHANGES_MAX, EVIDENCE_SERIES_MAX, type Measurement } from '@genba/contracts'
import { Summary } from './summarise.js'

const value = (tag: string, kind: Measurement['kind'], number: number, at: number): Measurement => ({
  ...{ v: 1, id: `${tag}${at}`, source: 's', plant: 'p', zone: 'line-1', quality: 'good', receivedAt: at },
  ...{ tag, kind, value: number, at },
})
function sum(values: readonly Measurement[]) {
  const summary = new Summary()
  values.forEach((each) => summary.take(each))
  return summary.result()
}

describe('values around an incident', () => {
  it('are summed up by tag and kind, and what was set to another value is told', () => {
    const { series, changes, evicted } = sum([
      value('oven.temperature', 'measured', 240, 1),
      value('oven.temperature', 'set', 240, 1),
      value('oven.temperature', 'measured', 262, 2),
      value('oven.temperature', 'set', 260, 2),
      value('oven.temperature', 'set', 260, 3),
    ])
    expect(series).toMatchObject([
      { kind: 'measured', count: 2, first: 240, last: 262, min: 240, max: 262 },
      { kind: 'set', count: 3, first: 240, last: 260 },
    ])
    expect(changes).toEqual([{ zone: 'line-1', tag: 'oven.temperature', kind: 'set', at: 2, before: 240, after: 260 }])
    expect(evicted).toEqual({ series: 0, changes: 0 })
  })
  it('are bounded, and what was left out is counted', () => {
    const many = Array.from({ length: EVIDENCE_SERIES_MAX + 2 }, (_, n) => value(`t${n}`, 'measured', 1, n))
    expect(sum([...many, ...many]).evicted).toEqual({ series: 2, changes: 0 })
    const often = Array.from({ length: EVIDENCE_CHANGES_MAX + 4 }, (_, n) => value('t', 'command', n, n))
    const { changes, evicted } = sum(often)
    expect([changes.length, changes.at(-1)?.at, evicted.changes]).toEqual([EVIDENCE_CHANGES_MAX, often.length - 1, 3])
  })
})
