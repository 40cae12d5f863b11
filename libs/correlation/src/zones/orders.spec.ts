import { describe, expect, it } from '@jest/globals'
import type { AlarmCover, AlarmLifecycle, Alert } from '@genba/contracts'
import fc from 'fast-check'
import { account } from '../alarm/account.js'
import { takeChanged } from '../alarm/changed.js'
import { designOf } from '../alarm/design.js'
import { letGo, noteOrder, openBook, ordersOf, type AlarmOrders, type OrderBook } from '../alarm/orders.js'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, firedBy, START } from '../testing/alerts.js'
import { correlate } from './correlate.js'
import { acknowledgeAll, followOrders } from './follow-orders.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { DEFAULT_SETTINGS, startPartition, type PartitionState } from './state.js'

const MINUTE = 60_000
const PACK = readRules([
  {
    file: 'x',
    text: `name: is-a
title: a
detection:
  s: { name: a }
  condition: s
---
name: often
title: often
correlation: { type: event_count, rules: [is-a], timespan: 1m, condition: { gte: 3 } }
`,
  },
])
const said = { v: 1, plant: 'p', reason: 'known', by: 'suzuki' } as const
const shelf = (from: number, until: number, differs: object = {}): AlarmCover =>
  ({ ...said, kind: 'shelf', id: 'shelf-1', zone: 'z', rule: 'known', from: START + from, until: START + until, ...differs }) // prettier-ignore
const covered = (id: string, cover: AlarmCover, at = START): AlarmLifecycle => ({ ...said, id, at, to: 'covered', cover }) // prettier-ignore
const acknowledged = (id: string, at: number, alarm = 'p/z/-/known'): AlarmLifecycle => ({ ...said, id, at: START + at, to: 'acknowledged', alarm }) // prettier-ignore
const known = (at: number, differs: Partial<Alert> = {}) =>
  alert({ at: START + at, name: 'a', rule: 'known', ...differs })

function bookOf(told: readonly AlarmLifecycle[], documents: readonly AlarmCover[] = []): OrderBook {
  const book = openBook(documents)
  told.forEach((each, order) => noteOrder(book, each, { order, toldAt: each.at }))
  return book
}
function start(orders: AlarmOrders): PartitionState {
  const state = startPartition(PACK, DEFAULT_SETTINGS, 0, orders.policy)
  followOrders(state, orders)
  return state
}
const again = (state: PartitionState, orders: AlarmOrders): PartitionState => {
  const kept = JSON.parse(JSON.stringify(freeze(state))) as FrozenPartition
  const thawed = thaw(kept, PACK, DEFAULT_SETTINGS, 0, orders.policy) as PartitionState
  followOrders(thawed, orders)
  return thawed
}
const stateOf = (state: PartitionState) => takeChanged(state.alarms, 9).find(({ rule }) => rule === 'known')?.state

describe('covers that people tell', () => {
  const noise = [0, 1, 2, 3].map((n) => known(n * 1_000))

  it('a shelved nuisance alone fires nothing; an attack behind the shelf does', () => {
    const orders = ordersOf(bookOf([covered('l-1', shelf(-MINUTE, 60 * MINUTE, { sources: ['10.0.0.5'] }))]))
    const from = (ip: string) => noise.map((each) => ({ ...each, src: { ip } }))
    expect(firedBy(feed(start(orders), from('10.0.0.5')))).toEqual([])
    expect(firedBy(feed(start(orders), [...from('10.0.0.5'), known(5_000, { src: { ip: '10.6.6.6' } })]))).toContain(
      'often',
    )
    expect(firedBy(feed(start(orders), [...from('10.0.0.5'), known(5_000, { severity: 90 })]))).toContain('often')
  })

  it('the newest word about a cover counts, in whatever pieces the topic is read again', () => {
    const book = bookOf([covered('l-1', shelf(0, 60 * MINUTE)), covered('l-2', shelf(0, MINUTE))])
    expect(noteOrder(book, covered('l-1', shelf(0, 60 * MINUTE)), { order: 0, toldAt: START })).toBeUndefined()
    expect(ordersOf(book).covers).toEqual([shelf(0, MINUTE)])
    const state = feed(start(ordersOf(book)), [known(1_000), known(2 * MINUTE)])
    expect(account(state.alarms).hidden).toMatchObject([{ id: 'shelf-1', alerts: 1 }])
    expect(stateOf(state)).toMatchObject({ at: 'unacknowledged' })
  })

  it('a document outlives the topic, and the topic is newer than it', () => {
    const old = shelf(0, 60 * MINUTE)
    expect(ordersOf(bookOf([], [old])).covers).toEqual([old])
    expect(ordersOf(bookOf([covered('l-1', shelf(0, MINUTE))], [old])).covers).toEqual([shelf(0, MINUTE)])
  })

  it('is let go when it has ended and was told long ago, in documents too; what has no end stays', () => {
    const out: AlarmCover = { ...said, kind: 'outOfService', id: 'out', zone: 'z', rule: 'known', approvedBy: 'sato', from: START } // prettier-ignore
    const book = bookOf([covered('l-1', shelf(0, 60 * MINUTE)), covered('l-2', out)], [shelf(0, MINUTE, { id: 'old' })])
    letGo(book, START + 60 * MINUTE)
    expect([...book.covers.keys()]).toEqual(['shelf-1', 'out'])
    letGo(book, START + 61 * MINUTE)
    expect([...book.covers.keys()]).toEqual(['out'])
    expect(noteOrder(book, covered('l-3', shelf(0, MINUTE)), { order: 3, toldAt: START + 90 * MINUTE })).toBe('cover')
    letGo(book, START + 61 * MINUTE)
    expect([...book.covers.keys()]).toEqual(['out', 'shelf-1'])
  })

  it('a cover of another zone makes no row of this one ask again', () => {
    const state = feed(start(ordersOf(bookOf([covered('l-1', shelf(0, MINUTE))]))), noise)
    const epochs = () => [...state.alarms.zones.byNumber.values()].map(({ zone, epoch }) => `${zone} ${epoch}`)
    const before = epochs()
    const elsewhere = covered('l-2', shelf(0, MINUTE, { id: 'shelf-2', zone: 'y' }))
    followOrders(state, ordersOf(bookOf([covered('l-1', shelf(0, MINUTE)), elsewhere])))
    correlate(state, known(5_000), 9)
    expect(epochs()).toEqual(before)
    followOrders(state, ordersOf(bookOf([covered('l-1', shelf(0, 2 * MINUTE)), elsewhere])))
    correlate(state, known(6_000), 10)
    expect(epochs()).not.toEqual(before)
  })
})

describe('acknowledgements', () => {
  const orders = ordersOf(bookOf([acknowledged('l-1', 2 * MINUTE)]))

  it('wait for their event time, or for the end of the log', () => {
    const state = feed(start(orders), [known(0), known(MINUTE)])
    expect(stateOf(state)?.at).toBe('unacknowledged')
    correlate(state, known(3 * MINUTE), 2)
    expect(stateOf(state)).toEqual({ at: 'acknowledged', since: START + 2 * MINUTE })
    const live = feed(start(orders), [known(0), known(MINUTE)])
    acknowledgeAll(live)
    expect(stateOf(live)).toEqual({ at: 'acknowledged', since: START + 2 * MINUTE })
  })

  it('are carried out once: what comes anew after one has to be acknowledged anew', () => {
    let state = feed(start(orders), [known(0), known(3 * MINUTE)])
    state = again(state, orders)
    const later = known(60 * MINUTE)
    correlate(state, later, 9)
    acknowledgeAll(state)
    expect(stateOf(state)?.at).toBe('unacknowledged')
  })

  it('that fall due together are carried out in their order, each on its own alarm', () => {
    const reset = { ...said, id: 'l-3', at: START + 3 * MINUTE, to: 'reset', alarm: 'p/z/-/known' } as const
    const told = [acknowledged('l-1', MINUTE), acknowledged('l-2', 2 * MINUTE, 'p/z/-/other'), reset, acknowledged('l-4', 4 * MINUTE), acknowledged('l-5', 4 * MINUTE, 'p/y/-/gone')] // prettier-ignore
    const state = feed(start(ordersOf(bookOf(told))), [known(0), known(0, { rule: 'other', id: 'o' }), known(0, { plant: 'q', id: 'q' })]) // prettier-ignore
    acknowledgeAll(state)
    const states = takeChanged(state.alarms, 9).map(({ plant, rule, state: { at, since } }) => [plant, rule, at, since])
    expect(states.sort()).toEqual([
      ['p', 'known', 'acknowledged', START + MINUTE],
      ['p', 'other', 'acknowledged', START + 2 * MINUTE],
      ['q', 'known', 'unacknowledged', START],
    ])
    expect(state.counts.acknowledged).toEqual({ done: 2, refused: 2, unknown: 1 })
  })

  it('leave the covers as they were compiled', () => {
    const book = bookOf([covered('l-1', shelf(0, MINUTE))])
    const before = ordersOf(book)
    expect(noteOrder(book, acknowledged('l-2', 2 * MINUTE), { order: 1, toldAt: START })).toBe('acknowledgement')
    const { policy, covers, acknowledgements } = ordersOf(book, undefined, before)
    expect([policy === before.policy, covers === before.covers, acknowledgements.get('')?.length]).toEqual([true, true, 1]) // prettier-ignore
  })

  it('are remembered as carried out only as long as they are told', () => {
    const book = bookOf([acknowledged('l-1', MINUTE), { ...acknowledged('l-2', MINUTE, 'q/z/-/known'), plant: 'q' }])
    const later: AlarmLifecycle = { ...acknowledged('l-3', 2 * MINUTE, 'q/z/-/known'), plant: 'q' }
    noteOrder(book, later, { order: 5, toldAt: START + 9 * MINUTE })
    const state = feed(start(ordersOf(book)), [known(0), known(3 * MINUTE)])
    expect(state.acknowledged).toEqual({ 'p~': 0, 'q~': 5 })
    letGo(book, START + 5 * MINUTE)
    followOrders(state, ordersOf(book))
    expect(state.acknowledged).toEqual({ 'q~': 5 })
    acknowledgeAll(state)
    expect(state.counts.acknowledged).toEqual({ done: 1, refused: 0, unknown: 2 })
  })

  it('of a drill go by the time of the drill and reach no real alarm', () => {
    const drilled = ordersOf(bookOf([acknowledged('l-1', MINUTE, 'p/z/-/known~spring')]))
    const state = feed(start(drilled), [known(0), known(0, { drill: 'spring' }), known(2 * MINUTE)])
    expect(takeChanged(state.alarms, 9).map((each) => each.state.at)).toEqual(['unacknowledged', 'unacknowledged'])
    correlate(state, known(2 * MINUTE, { drill: 'spring' }), 9)
    expect(takeChanged(state.alarms, 9).map(({ drill, state: { at } }) => [drill, at])).toContainEqual([
      'spring',
      'acknowledged',
    ])
  })
})

const minutes = (max: number) => fc.integer({ min: 0, max: max * MINUTE })
const told = fc.array(
  fc.oneof(
    fc.record({ from: minutes(120), lasts: fc.integer({ min: 1, max: 60 * MINUTE }), id: fc.constantFrom('a', 'b'), rule: fc.constantFrom('known', 'other') }).map(({ from, lasts, id, rule }) => (n: number) => covered(`l-${n}`, shelf(from, from + lasts, { id, rule }))), // prettier-ignore
    minutes(150).map((at) => (n: number) => acknowledged(`l-${n}`, at)),
  ),
  { maxLength: 12 },
)
const stream = fc.array(fc.record({ step: minutes(12), back: minutes(2), isKnown: fc.boolean() }), { maxLength: 40, size: 'max' }) // prettier-ignore

describe('laws', () => {
  it('with covers and acknowledgements any split over restarts gives the same, and the verdicts are all that was admitted', () => {
    fc.assert(
      fc.property(told, stream, fc.array(fc.boolean(), { maxLength: 40 }), (people, steps, breaks) => {
        let at = START
        const alerts = steps.map(({ step, back, isKnown }, n) =>
          alert({ at: (at += step) - back, id: `x-${n}`, name: 'a', rule: isKnown ? 'known' : 'other' }),
        )
        const orders = ordersOf(bookOf(people.map((tell, n) => tell(n))))
        const whole = feed(start(orders), alerts)
        let parted = start(orders)
        alerts.forEach((each, offset) => {
          if (breaks[offset % Math.max(1, breaks.length)]) parted = again(parted, orders)
          correlate(parted, each, offset)
        })
        for (const state of [whole, parted]) acknowledgeAll(state)
        expect(account(parted.alarms)).toEqual(account(whole.alarms))
        expect(parted.acknowledged).toEqual(whole.acknowledged)
        const alarms = (state: PartitionState) =>
          [...takeChanged(again(state, orders).alarms, 99)].sort((a, b) => (a.id < b.id ? -1 : 1))
        expect(alarms(parted)).toEqual(alarms(whole))
        expect(Object.values(account(whole.alarms).counts).reduce((sum, n) => sum + n, 0)).toBe(alerts.length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what a plant hides and keeps by its design', () => {
  const plant: Parameters<typeof designOf>[0][number] = {
    id: 'p',
    state: 'running',
    stateSpans: [
      { from: 0, state: 'running' },
      { from: START + 10 * MINUTE, state: 'changeover' },
      { from: START + 20 * MINUTE, state: 'running' },
    ],
    alarms: {
      suppression: [
        {
          id: 'while-changing',
          zones: ['z'],
          when: { kind: 'plantState', states: ['changeover', 'stopped'] },
          suppress: ['known'],
          reason: 'idle heads lose vacuum',
          releaseMs: MINUTE,
        },
        {
          id: 'after-comm-loss',
          zones: '*',
          when: { kind: 'alarm', rule: 'comm-loss', asset: 'any' },
          suppress: ['frozen'],
          reason: 'no values, no movement',
          releaseMs: 0,
        },
      ],
      latched: ['trip'],
    },
  }
  const orders = (told: readonly AlarmLifecycle[] = []) => ordersOf(bookOf(told), designOf([plant]))
  const hidden = (state: PartitionState) => account(state.alarms).hidden.map(({ kind, id, alerts }) => `${kind} ${id} ${alerts}`) // prettier-ignore

  it('hides known consequences in the states that it names and while they settle, counted on the rule, over a restart', () => {
    const early = feed(start(orders()), [known(5 * MINUTE), known(11 * MINUTE)])
    const state = feed(again(early, orders()), [known(20.5 * MINUTE), known(22 * MINUTE)])
    expect(hidden(state)).toEqual(['design while-changing 2'])
    expect(stateOf(state)).toMatchObject({ at: 'unacknowledged' })
    expect(hidden(feed(start(orders()), [known(11 * MINUTE, { plant: 'other' }), known(11 * MINUTE, { zone: 'y' })]))).toEqual([]) // prettier-ignore
  })

  it('hides consequences of an alarm that stands', () => {
    const frozen = (at: number) => alert({ at: START + at, name: 'a', rule: 'frozen' })
    const loss = alert({ at: START + MINUTE, name: 'a', rule: 'comm-loss' })
    const state = feed(start(orders()), [frozen(0), loss, frozen(2 * MINUTE)])
    expect(hidden(state)).toEqual(['design after-comm-loss 1'])
  })

  it('keeps a latched alarm until a person has acknowledged and reset it, each by its event time', () => {
    const trip = (at: number, differs: Partial<Alert> = {}) => alert({ at: START + at, name: 'a', rule: 'trip', ...differs }) // prettier-ignore
    const told = [acknowledged('l-1', 40 * MINUTE, 'p/z/-/trip'), { ...said, id: 'l-2', at: START + 50 * MINUTE, to: 'reset', alarm: 'p/z/-/trip' } as const] // prettier-ignore
    const at = (state: PartitionState) => takeChanged(state.alarms, 9).find(({ rule }) => rule === 'trip')?.state.at
    const later = (minutes: number) => known(minutes * MINUTE)
    expect(at(feed(start(orders()), [trip(0), later(30)]))).toBe('latchedUnacknowledged')
    expect(at(feed(start(orders(told)), [trip(0), later(30), later(45)]))).toBe('latchedAcknowledged')
    expect(at(feed(start(orders(told)), [trip(0), later(30), later(45), later(51)]))).toBe('normal')
    // Of another plant the same rule is not latched.
    expect(at(feed(start(orders()), [trip(0, { plant: 'other' }), known(30 * MINUTE, { plant: 'other' })]))).toBe('returnedUnacknowledged') // prettier-ignore
  })

  it('judges anew what stands as soon as the plant does something else', () => {
    const running = { ...plant, stateSpans: [{ from: 0, state: 'running' as const }] }
    const state = feed(start(ordersOf(openBook(), designOf([running]))), [known(9 * MINUTE)])
    expect(stateOf(state)).toMatchObject({ at: 'unacknowledged' })
    followOrders(state, orders())
    correlate(state, known(11 * MINUTE), 9)
    expect(stateOf(state)).toMatchObject({ at: 'suppressedByDesign', by: 'while-changing' })
  })
})
