import { describe, expect, test } from '@jest/globals'
import { account } from './account.js'
import { settleChanged, takeChanged } from './changed.js'
import { checkSettings, ALARM_DEFAULTS } from './settings.js'
import { openPolicy } from './policy.js'
import { restore, snapshot } from './snapshot.js'
import { clock, policyOf, story } from './story.js'

const MINUTE_MS = 60_000

describe('deduplication', () => {
  test('a repeat of a standing alarm is counted on it, with its place in the topic', () => {
    const plant = story()
    expect(plant.at('08:00').is).toBe('new')
    for (let n = 1; n <= 6; n++) expect(plant.at(`08:0${n}`, { severity: n === 3 ? 70 : 50 }).is).toBe('repeat')
    expect(plant.alarm()).toMatchObject({
      id: 'p/line-1/press/high/ids-1',
      count: 7,
      firstAt: clock('08:00'),
      lastAt: clock('08:06'),
      severity: 70,
      samples: ['3:0', '3:4', '3:5', '3:6'],
      state: { at: 'unacknowledged', since: clock('08:00') },
      annunciations: 1,
    })
  })

  test('zone, asset, rule and drill each make another alarm', () => {
    const plant = story()
    for (const other of [
      {},
      { zone: 'line-2' },
      { asset: 'pump' },
      { asset: undefined },
      { rule: 'low' },
      { plant: 'q' },
      { drill: 'spring' },
    ])
      expect(plant.at('08:00', other).is).toBe('new')
    expect(plant.alarm({ asset: undefined }).id).toBe('p/line-1/-/high/ids-1')
    expect(plant.alarm({ drill: 'spring' })).toMatchObject({
      id: 'p/line-1/press/high/ids-1~spring',
      drill: 'spring',
      count: 1,
    })
  })

  test('a late alert is counted where it belongs and reopens nothing', () => {
    const plant = story()
    plant.at('08:00', {}, 'stands')
    plant.at('08:10', {}, 'returned')
    expect(plant.at('08:05', {}, 'stands').is).toBe('repeat')
    expect(plant.at('08:04', {}, 'returned').is).toBe('returned')
    expect(plant.alarm()).toMatchObject({
      count: 4,
      firstAt: clock('08:00'),
      state: { at: 'returnedUnacknowledged', since: clock('08:10') },
    })
  })
})

describe('the end of a condition', () => {
  test('a source that says so returns the alarm; acknowledged it is normal, and comes anew', () => {
    const plant = story()
    plant.at('08:00', {}, 'stands')
    expect(plant.person('08:01', 'acknowledge')).toBe('done')
    expect(plant.person('08:02', 'acknowledge')).toBe('refused')
    expect(plant.at('08:30', {}, 'returned').is).toBe('returned')
    expect(plant.alarm().state).toEqual({ at: 'normal', since: clock('08:30') })
    expect(plant.at('08:40', {}, 'stands').is).toBe('new')
    expect(plant.alarm().annunciations).toBe(2)
  })

  test('a source that never says so returns by its silence, at the moment when the silence was long enough', () => {
    const often = story()
    const once = story()
    for (const plant of [often, once]) plant.at('08:00')
    for (const time of ['08:05', '08:14', '08:16', '08:40']) often.pass(time)
    once.pass('08:40')
    for (const plant of [often, once])
      expect(plant.alarm().state).toEqual({ at: 'returnedUnacknowledged', since: clock('08:15') })
    expect(once.told).toEqual(often.told)
    expect(once.at('08:41').is).toBe('new')
  })

  test('alarm and return of one instant: the alarm wins', () => {
    const plant = story()
    plant.at('08:00', {}, 'stands')
    expect(plant.at('08:00', {}, 'returned').is).toBe('returned')
    expect(plant.alarm().state.at).toBe('unacknowledged')
  })

  test('a latched alarm stays until a person has acknowledged and reset it', () => {
    const plant = story(policyOf({ latched: ['p/high'] }))
    plant.at('08:00', {}, 'stands')
    expect(plant.person('08:00', 'reset')).toBe('refused')
    plant.at('08:10', {}, 'returned')
    expect(plant.alarm().state.at).toBe('latchedUnacknowledged')
    plant.person('08:11', 'acknowledge')
    plant.person('08:12', 'reset')
    expect(plant.alarm().state.at).toBe('normal')
  })

  test('nobody can acknowledge an alarm that nobody has', () => {
    const plant = story()
    expect(plant.person('08:00', 'acknowledge')).toBe('unknown')
    plant.at('08:00', {}, 'stands')
    plant.person('08:01', 'acknowledge')
    plant.at('08:02', {}, 'returned')
    expect(plant.person('09:01', 'acknowledge')).toBe('refused')
    expect(plant.person('09:02', 'acknowledge')).toBe('unknown')
  })

  test('the return of an unknown alarm is counted and makes none', () => {
    const plant = story()
    expect(plant.at('08:00', {}, 'returned')).toEqual({ is: 'returned', alarm: undefined, counts: 'support' })
    expect(account(plant.state())).toMatchObject({ unmatched: 1, standing: { rows: 0, alerts: 0 } })
  })
})

describe('alarms that wear people down', () => {
  test('three in a minute chatter; once in five minutes ends it', () => {
    const plant = story()
    expect(['08:00:00', '08:00:30', '08:00:59'].map((time) => plant.at(time).is)).toEqual([
      'new',
      'repeat',
      'chattering',
    ])
    expect(plant.at('08:04').is).toBe('chattering')
    expect(plant.alarm().rhythm).toBe('chattering')
    expect(plant.at('08:09:30').is).toBe('repeat')
    expect(plant.told.filter(({ is }) => is === 'chattering' || is === 'steady')).toEqual([
      { is: 'chattering', id: 'p/line-1/press/high/ids-1', at: clock('08:00:59') },
      { is: 'steady', id: 'p/line-1/press/high/ids-1', at: clock('08:00:59') + 5 * MINUTE_MS },
    ])
  })

  test('three over exactly a minute do not chatter', () => {
    const plant = story()
    expect(['08:00:00', '08:00:30', '08:01:00'].map((time) => plant.at(time).is)).toEqual(['new', 'repeat', 'repeat'])
  })

  test('a chattering alarm that comes and goes is not presented again and again', () => {
    const plant = story()
    for (const time of ['08:00:00', '08:00:10', '08:00:20', '08:00:30', '08:00:40']) {
      plant.at(time, {}, 'stands')
      plant.at(`${time.slice(0, -1)}5`, {}, 'returned')
    }
    expect(plant.alarm()).toMatchObject({ annunciations: 2, fleeting: 2, rhythm: 'chattering' })
  })

  test('an alarm that was gone before anyone could act is fleeting', () => {
    const plant = story()
    plant.at('08:00:00', {}, 'stands')
    plant.at('08:00:59', {}, 'returned')
    plant.at('08:30', {}, 'stands')
    plant.at('08:32', {}, 'returned')
    expect(plant.alarm().fleeting).toBe(1)
  })

  test('an alarm turns standing after an hour and stale after a day, told once each', () => {
    const plant = story()
    plant.at('08:00', {}, 'stands')
    plant.pass('08:59')
    expect(plant.alarm().age).toBe('fresh')
    plant.pass('09:00')
    plant.pass('10:00')
    expect(plant.alarm().age).toBe('standing')
    plant.pass('+1 08:00')
    plant.pass('+1 09:00')
    expect(plant.alarm().age).toBe('stale')
    expect(plant.told.filter(({ is }) => is === 'standing' || is === 'stale')).toEqual([
      { is: 'standing', id: 'p/line-1/press/high/ids-1', at: clock('09:00') },
      { is: 'stale', id: 'p/line-1/press/high/ids-1', at: clock('+1 08:00') },
    ])
  })
})

describe('bounds', () => {
  test('a full table evicts what needs nobody first, and counts it', () => {
    const plant = story(undefined, { alarmsMax: 3 })
    plant.at('08:00', { rule: 'a' }, 'stands')
    plant.at('08:01', { rule: 'b' }, 'stands')
    plant.at('08:01', { rule: 'b' }, 'stands')
    plant.at('08:02', { rule: 'c' }, 'stands')
    plant.person('08:03', 'acknowledge', { rule: 'b' })
    plant.at('08:04', { rule: 'b' }, 'returned')
    plant.at('08:05', { rule: 'd' }, 'stands')
    expect(account(plant.state()).evicted).toEqual({ rows: 1, alerts: 3, unseen: 0 })
    expect(plant.told.find(({ is }) => is === 'evicted')).toMatchObject({ id: 'p/line-1/press/b/ids-1', count: 3 })
    expect(takeChanged(plant.state(), 9)).toMatchObject([{ rule: 'b', count: 3, state: { at: 'normal' } }])
    plant.at('08:06', { rule: 'e' }, 'stands')
    expect(account(plant.state())).toMatchObject({
      standing: { rows: 3, alerts: 3 },
      evicted: { rows: 2, alerts: 4, unseen: 1 },
    })
    expect(() => plant.alarm({ rule: 'a' })).toThrow('no alarm p/line-1/press/a/ids-1')
  })

  test('what is over and acknowledged is forgotten after an hour and counted, whether looked at or not', () => {
    const swept = story()
    const lazy = story()
    for (const plant of [swept, lazy]) {
      plant.at('08:00', {}, 'stands')
      plant.person('08:01', 'acknowledge')
      plant.at('08:02', {}, 'returned')
    }
    swept.pass('09:30')
    expect(account(swept.state())).toMatchObject({
      standing: { rows: 0, alerts: 0 },
      forgotten: { rows: 1, alerts: 2 },
    })
    for (const plant of [swept, lazy]) {
      expect(plant.at('09:40').is).toBe('new')
      expect(plant.alarm().count).toBe(1)
    }
    expect(lazy.told).toEqual(swept.told)
  })

  test('changed alarms are handed over once, in order and in portions', () => {
    const plant = story()
    for (const rule of ['a', 'b', 'c']) plant.at('08:00', { rule })
    expect(takeChanged(plant.state(), 2).map(({ rule }) => rule)).toEqual(['a', 'b'])
    settleChanged(plant.state(), true)
    plant.at('08:01', { rule: 'a' })
    expect(takeChanged(plant.state(), 9).map(({ rule, count }) => [rule, count])).toEqual([
      ['c', 1],
      ['a', 2],
    ])
    settleChanged(plant.state(), true)
    expect(takeChanged(plant.state(), 9)).toEqual([])
  })

  test('what could not be written, or was on its way when the process ended, is handed over again', () => {
    const plant = story()
    for (const rule of ['a', 'b']) plant.at('08:00', { rule })
    takeChanged(plant.state(), 1)
    const kept = restore(ALARM_DEFAULTS, openPolicy(), 3, snapshot(plant.state()))
    expect(takeChanged(kept, 9).map(({ rule }) => rule)).toEqual(['a', 'b'])
    settleChanged(plant.state(), false)
    expect(
      takeChanged(plant.state(), 9)
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(['a', 'b'])
  })

  test('a rate that could never end or begin is refused at the start', () => {
    expect(() => checkSettings({ ...ALARM_DEFAULTS, flood: { ...ALARM_DEFAULTS.flood, below: 12 } })).toThrow(
      'alarm setting flood',
    )
    expect(() => checkSettings({ ...ALARM_DEFAULTS, chatter: { ...ALARM_DEFAULTS.chatter, atLeast: 65 } })).toThrow(
      'alarm setting chatter',
    )
  })
})
