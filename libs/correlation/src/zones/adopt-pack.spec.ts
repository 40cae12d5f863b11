import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Alert, Signal } from '@genba/contracts'
import { readRules, type RulePack } from '../rules/read-rules.js'
import { alert, feed, newest } from '../testing/alerts.js'
import { adoptPack, settleLeaving } from './adopt-pack.js'
import { correlate } from './correlate.js'
import { drainSignals } from './drain.js'
import { freeze, thaw } from './freeze.js'
import { startPartition, type PartitionState } from './state.js'

const PARTS: Record<string, string> = {
  a: 'name: a\ndetection: { s: { name: a }, condition: s }',
  a2: 'name: a\ndetection: { s: { name: [a, c] }, condition: s }',
  b: 'name: b\ndetection: { s: { name: b }, condition: s }',
  two: 'name: two\ntitle: two\ncorrelation: { type: event_count, rules: [a], timespan: 5m, condition: { gte: 2 } }',
  three: 'name: two\ntitle: two\ncorrelation: { type: event_count, rules: [a], timespan: 5m, condition: { gte: 3 } }',
  both: 'name: both\ntitle: both\ncorrelation: { type: temporal, rules: [a, b], timespan: 5m }',
  few: 'name: few\ntitle: few\ncorrelation: { type: event_count, rules: [b], timespan: 2m, condition: { lt: 3 } }',
  chain: 'name: chain\ntitle: chain\ncorrelation: { type: temporal_ordered, rules: [two, few], timespan: 20m }',
}
const packOf = (...parts: string[]): RulePack =>
  readRules([{ file: 'x.yml', text: parts.map((part) => PARTS[part] ?? part).join('\n---\n') }])

const PACKS = [
  packOf('a', 'b', 'two', 'both', 'few'),
  packOf('b', 'few', 'a', 'both', 'two'),
  packOf('a', 'b', 'three', 'both', 'few'),
  packOf('a2', 'b', 'two', 'both', 'few'),
  packOf('b', 'few'),
  packOf('a', 'b', 'two', 'few', 'chain', 'both'),
]

/** As the correlator does it: settle and tell, then go on with the other pack. */
function change(state: PartitionState, next: RulePack): Signal[] {
  settleLeaving(state, next)
  const told = drainSignals(state, 'all')
  adoptPack(state, next)
  return told
}
const plain = (signals: readonly Signal[]) =>
  [...newest(signals).values()].map(({ id, revision, count }) => `${id} r${revision} ${count}`).sort()

describe('a pack that takes over', () => {
  const a = (at: string) => alert({ at, name: 'a' })

  it('leaves an unchanged rule its window, though it moves in the pack', () => {
    const state = feed(startPartition(packOf('a', 'b', 'two', 'few')), [a('00:00')])
    change(state, packOf('b', 'few', 'a', 'two'))
    correlate(state, a('01:00'), 1)
    expect(drainSignals(state, 'all').map(({ rule, count }) => [rule.id, count])).toEqual([['two', 2]])
  })
  it('lets the signal of an unchanged rule grow on under its id, with the new title', () => {
    const state = feed(startPartition(packOf('a', 'two')), [a('00:00'), a('01:00')])
    const [before] = drainSignals(state, 'all')
    change(state, packOf('a', (PARTS['two'] as string).replace('title: two', 'title: pair')))
    correlate(state, a('02:00'), 2)
    expect(drainSignals(state, 'all')).toMatchObject([{ id: before?.id, count: 3, rule: { title: { en: 'pair' } } }])
  })
  it.each([
    ['whose condition changed', packOf('a', 'three')],
    ['whose base rule changed', packOf('a2', 'two')],
  ])('begins a rule empty %s', (_what, next) => {
    const state = feed(startPartition(packOf('a', 'two')), [a('00:00')])
    change(state, next)
    correlate(state, a('01:00'), 1)
    expect(drainSignals(state, 'all')).toEqual([])
  })
  it('begins a new rule empty, and asks it of alarms that stand already', () => {
    const state = feed(startPartition(packOf('b', 'few')), [a('00:00')])
    change(state, packOf('b', 'few', 'a', 'two'))
    feed(state, [a('01:00'), a('02:00')])
    expect(drainSignals(state, 'all').map(({ rule, count }) => [rule.id, count])).toEqual([['two', 2]])
  })
  it('tells what is final of a rule that goes, and lets the rest go', () => {
    const b = (at: string) => alert({ at, name: 'b' })
    const state = feed(startPartition(packOf('b', 'few')), [b('00:00'), alert({ at: '01:59' }), b('02:30')])
    expect(drainSignals(state, 'all')).toEqual([])
    const told = change(state, packOf('a', 'two'))
    expect(told.map(({ rule, count }) => [rule.id, count])).toEqual([['few', 1]])
    expect(drainSignals(feed(state, [alert({ at: '30:00' })]), 'all')).toEqual([])
  })

  it('is the same as its checkpoint thawed under the other pack, whatever comes before and after', () => {
    const some = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), minute: fc.integer({ min: 0, max: 40 }) })
    const alertsOf = (list: { name: string; minute: number }[]): Alert[] =>
      [...list]
        .sort((one, other) => one.minute - other.minute)
        .map(({ name, minute }) => alert({ at: `${minute}:00`, name, rule: name }))
    const pack = fc.constantFrom(...PACKS)
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), fc.nat(40), pack, pack, (list, cut, from, to) => {
        const alerts = alertsOf(list)
        const state = feed(startPartition(from), alerts.slice(0, cut))
        settleLeaving(state, to)
        drainSignals(state, 'all')
        const kept = JSON.parse(JSON.stringify(freeze(state))) as ReturnType<typeof freeze>
        adoptPack(state, to)
        const thawed = thaw(kept, to) as PartitionState
        expect(plain(drainSignals(feed(state, alerts.slice(cut)), 'all'))).toEqual(
          plain(drainSignals(feed(thawed, alerts.slice(cut)), 'all')),
        )
        expect(freeze(state)).toEqual(freeze(thawed))
      }),
      { numRuns: 300 },
    )
  })
})
