import { describe, expect, test } from '@jest/globals'
import { account } from './account.js'
import { bestFold, fold, noFolds, REST } from './fold.js'
import { readAlarm } from './read-alarm.js'
import { readPosition } from './read-position.js'
import { measurePerformance, performanceFacts } from './performance.js'
import { liveRows } from './table.js'
import { clock, policyOf, shelf, story } from './story.js'

/** `count` different alarms from 08:00 on, so many seconds apart. */
function burst(
  plant: ReturnType<typeof story>,
  count: number,
  secondsApart: number,
  place: (n: number) => object = () => ({}),
) {
  return Array.from({ length: count }, (_, n) => {
    const second = n * secondsApart
    return plant.at(
      `08:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`,
      { rule: `r${n}`, ...place(n) },
      'stands',
    )
  })
}

describe('a flood at an operator position', () => {
  test('begins with the eleventh alarm in ten minutes, which is folded', () => {
    const plant = story()
    expect(burst(plant, 12, 50).map(({ is }) => is)).toEqual([...Array<string>(10).fill('new'), 'folded', 'folded'])
    expect(plant.told).toContainEqual({ is: 'floodBegan', position: 'p/line-1', at: clock('08:08:20') })
  })

  test('does not begin with eleven in a minute more', () => {
    const plant = story()
    expect(new Set(burst(plant, 30, 60).map(({ is }) => is))).toEqual(new Set(['new']))
  })

  test('ends when fewer than five came in the last ten minutes, whether anybody looked or not', () => {
    const looked = story()
    const not = story()
    for (const plant of [looked, not]) burst(plant, 15, 10)
    // The fifth newest of 15 came at 08:01:40.
    for (const time of ['08:05', '08:11', '08:11:40', '08:12']) looked.pass(time)
    for (const plant of [looked, not]) expect(plant.at('08:20', { rule: 'late' }, 'stands').is).toBe('new')
    for (const plant of [looked, not])
      expect(plant.told.find(({ is }) => is === 'floodEnded')).toMatchObject({
        position: 'p/line-1',
        flood: { from: clock('08:01:40'), to: clock('08:11:40'), alarms: 5, by: 'rule' },
      })
  })

  test('ends at the very moment when the fifth newest alarm is ten minutes old', () => {
    const plant = story()
    burst(plant, 15, 10)
    expect(plant.pass('08:11:39')).toEqual([])
    expect(plant.pass('08:11:40')).toMatchObject([{ is: 'floodEnded' }])
  })

  test('holds between the two marks', () => {
    const plant = story()
    burst(plant, 11, 10)
    expect(plant.at('08:10', { rule: 'x' }, 'stands').is).toBe('folded')
    expect(plant.at('08:10:59', { rule: 'y' }, 'stands').is).toBe('folded')
  })

  test('is one per zone; repeats, hidden and chattering alarms do not make it', () => {
    const plant = story(policyOf({ shelves: [shelf('08:00', '10:00', { rule: 'known', asset: undefined })] }))
    burst(plant, 9, 1)
    for (let n = 0; n < 30; n++) plant.at('08:01', { rule: 'r0' }, 'stands')
    for (let n = 0; n < 30; n++) plant.at('08:01', { rule: 'known', asset: `a${n}` }, 'stands')
    burst(plant, 9, 1, () => ({ zone: 'line-2' }))
    expect(account(plant.state()).floods).toEqual([])
    burst(plant, 2, 1, () => ({ zone: 'line-2', asset: 'pump' }))
    expect(account(plant.state()).floods).toMatchObject([{ position: 'p/line-2', alarms: 1 }])
  })

  test('a drill’s flood is not the plant’s', () => {
    const plant = story()
    burst(plant, 20, 1, () => ({ drill: 'spring' }))
    expect(plant.at('08:01', { rule: 'real' }).is).toBe('new')
    expect(account(plant.state()).floods).toMatchObject([{ position: 'p/line-1~spring' }])
  })

  test('folds what it counts: every folded alarm is on one line, with samples', () => {
    const plant = story()
    const verdicts = burst(plant, 60, 1, (n) => ({ rule: `r${n}`, asset: `a${n % 3}`, zone: 'line-1' }))
    const [flood] = account(plant.state()).floods
    expect(flood).toMatchObject({ alarms: 50, by: 'asset' })
    expect(flood!.groups.reduce((sum, group) => sum + group.alarms, 0)).toBe(50)
    expect(flood!.groups.map(({ key }) => key).sort()).toEqual(['line-1/a0', 'line-1/a1', 'line-1/a2'])
    expect(flood!.groups[0]!.samples).toHaveLength(5)
    expect(verdicts.at(-1)).toMatchObject({
      is: 'folded',
      by: 'asset',
      group: 'line-1/a2',
      counts: 'full',
    })
  })
})

describe('folding', () => {
  const many = (count: number, key: (n: number) => { rule: string; asset: string; zone: string }) => {
    const folds = noFolds()
    for (let n = 0; n < count; n++) fold(folds, { ...key(n), severity: 50, at: n, sample: n })
    return folds
  }

  test('takes the dimension that says most on ten lines', () => {
    expect(bestFold(many(100, (n) => ({ rule: 'r', asset: `a${n}`, zone: `z${n % 4}` })))).toBe('zone')
    expect(bestFold(many(100, (n) => ({ rule: `r${n % 5}`, asset: `a${n % 50}`, zone: 'z' })))).toBe('rule')
    expect(bestFold(many(100, (n) => ({ rule: `r${n % 5}`, asset: `a${n % 5}`, zone: 'z' })))).toBe('rule')
  })

  test('takes the fewest lines when none fits on ten, and loses no count above the bound', () => {
    const folds = many(1_000, (n) => ({ rule: `r${n}`, asset: `a${n % 40}`, zone: `z${n % 20}` }))
    expect(bestFold(folds)).toBe('zone')
    expect(folds.rule.get(REST)!.alarms).toBe(801)
    expect([...folds.rule.values()].reduce((sum, { alarms }) => sum + alarms, 0)).toBe(1_000)
  })
})

function factsOf(plant: ReturnType<typeof story>, span: { from: number; to: number }) {
  const alarms = plant.state()
  const positions = [...alarms.zones.byNumber.values()].map((zone) => readPosition(alarms, zone))
  return performanceFacts(
    'p',
    positions,
    [...liveRows(alarms.table)].map((row) => readAlarm(alarms, row)),
    span,
  )
}

describe('the performance figures', () => {
  test('count a position’s shift against the targets of the standard', () => {
    const plant = story()
    burst(plant, 15, 10)
    plant.pass('09:30')
    const facts = factsOf(plant, { from: clock('08:00'), to: clock('10:00') })
    const figures = measurePerformance(facts)
    expect(figures).toMatchObject({
      presented: 15,
      perTenMinutes: { average: 1.25, peak: 15 },
      periodsOverTen: 1 / 12,
      timeInFlood: 600 / 7_200,
      stale: 0,
      chattering: 0,
      hidden: 0,
    })
    expect(figures.mostFrequent).toHaveLength(10)
    expect(figures.mostFrequentShare).toBeCloseTo(10 / 15)
    expect(figures.met).toEqual({
      average: 'missed',
      peak: 'missed',
      periodsOverTen: 'missed',
      timeInFlood: 'missed',
      mostFrequentShare: 'missed',
      stale: 'met',
      chattering: 'met',
      fleeting: 'met',
    })
  })

  test('a period of ten alarms is not over ten', () => {
    const periods = [
      [0, 10],
      [1, 11],
    ] as const
    const figures = measurePerformance({
      position: 'p/line-1',
      from: 0,
      to: 1_200_000,
      periods,
      floods: [],
      alarms: [],
    })
    expect(figures).toMatchObject({ periodsOverTen: 0.5, perTenMinutes: { average: 10.5, peak: 11 } })
  })

  test('of a position that nobody alarmed are zero, and met', () => {
    const figures = measurePerformance({
      position: 'p/line-1',
      from: 0,
      to: 600_000,
      periods: [],
      floods: [],
      alarms: [],
    })
    expect(figures).toMatchObject({
      presented: 0,
      perTenMinutes: { average: 0, peak: 0 },
      mostFrequentShare: 0,
      timeInFlood: 0,
    })
    expect(new Set(Object.values(figures.met))).toEqual(new Set(['met']))
  })

  test('count a running flood and stale alarms that people see', () => {
    const plant = story()
    burst(plant, 11, 1)
    const facts = factsOf(plant, { from: clock('08:00'), to: clock('08:10') })
    expect(measurePerformance(facts).timeInFlood).toBeCloseTo(590 / 600)
    plant.pass('+1 09:00')
    expect(measurePerformance(factsOf(plant, { from: clock('08:00'), to: clock('+1 09:00') }))).toMatchObject({
      stale: 11,
      met: { stale: 'missed' },
    })
  })
})
