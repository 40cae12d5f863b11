import { describe, expect, it } from '@jest/globals'
import { plantSummary as plant } from '../testing/samples.js'
import { bandsOf, linesOf, urgencyOf } from './arrange.js'

const wish = { by: 'urgency' as const, text: '', isTroubledOnly: false, pick: ({ en }: { en: string }) => en }
const shape = (bands: ReturnType<typeof bandsOf>) => bands.map(({ key, plants }) => [key, plants])

describe('the situation', () => {
  const fleet = [
    plant('calm'),
    plant('watched', { open: 1, severity: 40 }),
    plant('newer', { open: 1, severity: 90, waiting: 1, phaseSince: 9 }),
    plant('older', { open: 1, severity: 90, waiting: 1, phaseSince: 2 }),
    plant('attacked', { open: 1, severity: 95 }),
  ]

  it('has what waits for people on top, the longest wait first, and the calm at the end', () => {
    expect(shape(bandsOf(fleet, wish))).toEqual([
      ['deciding', ['older', 'newer']],
      ['attacked', ['attacked']],
      ['watched', ['watched']],
      ['calm', ['calm']],
    ])
  })
  it('watches a plant whose alarms flood or whose sensors are silent, though nothing is open', () => {
    expect(urgencyOf(plant('p', { flooding: ['line-1'] }))).toBe('watched')
    expect(urgencyOf(plant('p', { silent: 1 }))).toBe('watched')
  })
  it('has what is over its time above what is worse', () =>
    expect(
      shape(
        bandsOf([plant('worse', { open: 1, severity: 95 }), plant('late', { open: 1, severity: 80, late: 1 })], wish),
      ),
    ).toEqual([['attacked', ['late', 'worse']]]))
  it('counts a step that failed among what waits for people', () =>
    expect(urgencyOf(plant('p', { open: 1, severity: 10, parked: 1 }))).toBe('deciding'))
  it('leaves out the calm on demand, and what was not looked for', () => {
    expect(bandsOf(fleet, { ...wish, isTroubledOnly: true }).map(({ key }) => key)).not.toContain('calm')
    expect(shape(bandsOf(fleet, { ...wish, text: 'plant old' }))).toEqual([['deciding', ['older']]])
  })
  it('has the most urgent group on top', () => {
    const of = (en: string) => ({ group: { ja: en, en } })
    const grouped = [
      plant('a', of('East')),
      plant('b', { ...of('West'), open: 1, severity: 90 }),
      plant('c', of('West')),
    ]
    expect(shape(bandsOf(grouped, { ...wish, by: 'group' }))).toEqual([
      ['West', ['b', 'c']],
      ['East', ['a']],
    ])
  })
  it('breaks bands into lines and numbers the tiles through', () => {
    const lines = linesOf(
      [
        { key: 'x', plants: ['a', 'b', 'c'] },
        { key: 'y', plants: ['d'] },
      ],
      2,
    )
    expect(lines.map((line) => (line.kind === 'head' ? line.band.key : [line.from, ...line.plants]))).toEqual([
      'x',
      [0, 'a', 'b'],
      [2, 'c'],
      'y',
      [3, 'd'],
    ])
  })
})
