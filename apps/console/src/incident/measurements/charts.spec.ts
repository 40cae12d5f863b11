import { describe, expect, it } from '@jest/globals'
import type { PlotSeries } from '@genba/contracts'
import { chartsOf, columnsOf, rangeOf } from './charts.js'

const line = (tag: string, more: Partial<PlotSeries> = {}): PlotSeries => ({
  zone: 'z',
  tag,
  kind: 'measured',
  count: 2,
  points: [
    [1_000, 5],
    [2_000, 7],
  ],
  ...more,
})

describe('charts', () => {
  it('hold what was set beside what was measured, hit assets first, then what was set anew', () => {
    const charts = chartsOf(
      [
        line('a'),
        line('b', { kind: 'set' }),
        line('c', { kind: 'set', points: [[1_000, 5]] }),
        line('d', { asset: 'press' }),
        line('b'),
      ],
      ['press'],
    )
    expect(charts.map(({ tag, lines }) => [tag, lines.length])).toEqual([
      ['d', 1],
      ['b', 2],
      ['a', 1],
      ['c', 1],
    ])
  })

  it('draw lines of different times over one time', () =>
    expect(columnsOf([line('a'), line('a', { kind: 'set', points: [[1_500, 6]] })])).toEqual([
      [1, 1.5, 2],
      [5, null, 7],
      [null, 6, null],
    ]))

  it('say the last value and the range', () => {
    expect(rangeOf(line('a'))).toEqual({ last: 7, min: 5, max: 7 })
    expect(rangeOf(line('a', { points: [] }))).toBeUndefined()
  })
})
