import { describe, expect, it } from '@jest/globals'
import type { Alert } from '@genba/contracts'
import fc from 'fast-check'
import { account } from '../alarm/account.js'
import { policyOf } from '../alarm/story.js'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, firedBy, newest, START } from '../testing/alerts.js'
import { correlate } from './correlate.js'
import { drainSignals } from './drain.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { DEFAULT_SETTINGS, startPartition, type PartitionState } from './state.js'

const rule = (type: string, rest = '') =>
  `---\nname: ${type}\ntitle: ${type}\ncorrelation:\n  type: ${type}\n  rules: [is-a, is-b]\n  timespan: 1m\n${rest}`
const PACK = readRules([
  {
    file: 'x',
    text:
      ['a', 'b']
        .map((name) => `---\nname: is-${name}\ntitle: ${name}\ndetection:\n  s: { name: ${name} }\n  condition: s\n`)
        .join('') +
      rule('event_count', '  condition: { gte: 3 }\n') +
      rule('value_count', '  condition: { field: sensor, gte: 3 }\n') +
      rule('temporal') +
      rule('temporal_ordered') +
      rule('value_sum', '  condition: { field: size, gte: 9 }\n'),
  },
])
const MINUTE = 60_000
/** The alarms of rule `known` are on the shelf for an hour, except those that a person has not seen: another source, or severe. */
const POLICY = policyOf({
  shelves: [
    {
      v: 1,
      id: 'shelf-1',
      plant: 'p',
      zone: 'z',
      rule: 'known',
      reason: 'r',
      by: 'suzuki',
      from: START - MINUTE,
      until: START + 60 * MINUTE,
      sources: ['10.0.0.5'],
    },
  ],
})
const start = () => startPartition(PACK, DEFAULT_SETTINGS, 0, POLICY)
const known = (at: number | string, name: string, differs: Partial<Alert> = {}) =>
  alert({ at, name, rule: 'known', src: { ip: '10.0.0.5' }, fields: { size: 3 }, ...differs })
const END = (at: number) => alert({ at: at + 10 * MINUTE, name: 'end' })

describe('alerts that a person has shelved', () => {
  const several = ['s1', 's2', 's3'].flatMap((sensor, n) => [
    known(`00:0${n * 2}`, 'a', { sensor }),
    known(`00:0${n * 2 + 1}`, 'b', { sensor }),
  ])

  it('fire nothing by themselves and are counted on the shelf', () => {
    const state = feed(start(), [...several, END(START)])
    expect(firedBy(state)).toEqual([])
    expect(account(state.alarms).hidden).toMatchObject([{ id: 'shelf-1', alerts: 6, full: 0 }])
  })

  it.each([
    ['from a source that the shelf does not name', { src: { ip: '10.0.0.6' } }],
    ['that is severe', { severity: 80 }],
    ['of another rule', { rule: 'other' }],
  ])('fire every rule together with one %s', (_, differs) => {
    const state = feed(start(), [...several, known('00:06', 'b', { sensor: 's1', ...differs }), END(START)])
    expect(new Set(firedBy(state))).toEqual(
      new Set(['event_count', 'value_count', 'temporal', 'temporal_ordered', 'value_sum']),
    )
  })

  it('are members of what fires', () => {
    const state = feed(start(), [...several, known('00:06', 'b', { rule: 'other' })])
    const signal = drainSignals(state, 'all').find((each) => each.rule.id === 'event_count')
    expect(signal).toMatchObject({ count: 7, firstAt: START, groups: [{ rule: 'known', count: 6 }, { rule: 'other' }] })
  })
})

/** What the rules say, looked at in the plainest way: each window that ends at an alert, all members, one of them in full. */
function plainly(alerts: readonly Alert[]): boolean {
  const sorted = [...alerts].sort((x, y) => x.at - y.at)
  return sorted.some(({ at }) => {
    const window = sorted.filter((each) => each.at <= at && each.at >= at - MINUTE)
    return window.length >= 3 && window.some((each) => each.rule !== 'known')
  })
}
const stream = fc.array(
  fc.record({
    step: fc.integer({ min: 0, max: 60_000 }),
    isKnown: fc.boolean(),
    back: fc.integer({ min: 0, max: 100_000 }),
  }),
  { maxLength: 40, size: 'max' },
)
const alertsOf = (steps: readonly { step: number; isKnown: boolean; back: number }[]) => {
  let at = START
  return steps.map(({ step, isKnown, back }, n) => ({
    each: known((at += step), 'a', { id: `x-${n}`, rule: isKnown ? 'known' : 'other' }),
    arrivesAt: at + back,
  }))
}
const told = (state: PartitionState) => [...newest(drainSignals(state, 'all')).values()]

describe('laws', () => {
  it('a count fires where a window holds enough alerts and one in full, in whatever order they came in time', () => {
    fc.assert(
      fc.property(stream, (steps) => {
        const alerts = alertsOf(steps)
        const shuffled = [...alerts].sort((x, y) => x.arrivesAt - y.arrivesAt).map(({ each }) => each)
        const fires = firedBy(feed(start(), shuffled)).includes('event_count')
        expect(fires).toBe(plainly(shuffled))
      }),
      { numRuns: 300 },
    )
  })

  it('restarts and repeats at any point change neither signals nor alarms, and each alert is counted once', () => {
    fc.assert(
      fc.property(stream, fc.nat(), fc.nat(), (steps, cut, again) => {
        const alerts = alertsOf(steps)
          .sort((x, y) => x.arrivesAt - y.arrivesAt)
          .map(({ each }) => each)
        const whole = start()
        alerts.forEach((each, offset) => correlate(whole, each, offset))
        const at = alerts.length === 0 ? 0 : cut % alerts.length
        const before = feed(start(), alerts.slice(0, at))
        const kept = JSON.parse(JSON.stringify(freeze(before))) as FrozenPartition
        const after = thaw(kept, PACK, DEFAULT_SETTINGS, 0, POLICY) as PartitionState
        const repeats = at === 0 ? [] : alerts.slice(again % at, at)
        repeats.forEach((each) => correlate(after, each, 0))
        alerts.slice(at).forEach((each, n) => correlate(after, each, at + n))
        expect(told(after)).toEqual(told(whole))
        expect(account(after.alarms)).toEqual(account(whole.alarms))
        expect(Object.values(account(whole.alarms).counts).reduce((sum, n) => sum + n, 0)).toBe(alerts.length)
      }),
      { numRuns: 200 },
    )
  })
})
