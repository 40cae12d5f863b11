import { describe, expect, test } from '@jest/globals'
import { PLOT_SERIES_MAX, PLOT_STRETCHES, type Measurement } from '@genba/contracts'
import fc from 'fast-check'
import { Plotted } from './plotted.js'

const measurement = (more: Partial<Measurement>): Measurement => ({
  ...{ v: 1, id: 'm', source: 's', plant: 'p', zone: 'z', tag: 't', kind: 'measured', value: 0, quality: 'good' },
  ...{ at: 0, receivedAt: 0 },
  ...more,
})
const plot = (values: Partial<Measurement>[], from = 0, until = 1_000) => {
  const plotted = new Plotted(from, until)
  for (const value of values) plotted.take(measurement(value))
  return plotted.result()
}

describe('what a plot keeps', () => {
  test('is every value of a series that is short', () =>
    expect(
      plot([
        { at: 500, value: 2 },
        { at: 0, value: 1, unit: 'kPa' },
        { at: 1_000, value: 3 },
      ]).series,
    ).toEqual([
      {
        zone: 'z',
        tag: 't',
        kind: 'measured',
        count: 3,
        points: [
          [0, 1],
          [500, 2],
          [1_000, 3],
        ],
      },
    ]))

  test('has the least and the greatest of any values, in the order of time, whatever order they came in', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 1_050 }), fc.integer()), { maxLength: 2_000 }),
        (values) => {
          const within = values.filter(([at]) => at >= 0 && at <= 1_000)
          const { series } = plot(values.map(([at, value]) => ({ at, value })))
          const points = series[0]?.points ?? []
          expect(points.length).toBeLessThanOrEqual(2 * PLOT_STRETCHES)
          expect(series[0]?.count ?? 0).toBe(within.length)
          const of = (pick: (...all: number[]) => number, from: readonly (readonly number[])[]) =>
            pick(...from.map(([, value]) => value as number))
          expect(of(Math.min, points)).toBe(of(Math.min, within))
          expect(of(Math.max, points)).toBe(of(Math.max, within))
          expect(points.map(([at]) => at)).toEqual(points.map(([at]) => at).sort((a, b) => a - b))
        },
      ),
    ))

  test('is both of two values of the same moment', () =>
    expect(
      plot([
        { at: 5, value: 1 },
        { at: 5, value: 2 },
      ]).series[0]?.points,
    ).toEqual([
      [5, 1],
      [5, 2],
    ]))

  test('keeps series apart by zone, asset, tag and kind, and counts those beyond the bound', () => {
    const told = plot(
      Array.from({ length: PLOT_SERIES_MAX + 2 }, (_, index) => [{ tag: `t${index}` }, { tag: `t${index}` }]).flat(),
    )
    expect(told.series).toHaveLength(PLOT_SERIES_MAX)
    expect(told.evicted).toBe(2)
    expect(plot([{}, { kind: 'set' }, { asset: 'a' }, { zone: 'y' }]).series).toHaveLength(4)
  })
})
