import { describe, expect, it } from '@jest/globals'
import type { Alert, Signal } from '@genba/contracts'
import fc from 'fast-check'
import { account } from '../alarm/account.js'
import { settleChanged, takeChanged } from '../alarm/changed.js'
import { policyOf } from '../alarm/story.js'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, firedBy, newest, START } from '../testing/alerts.js'
import { correlate } from './correlate.js'
import { drainSignals } from './drain.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { passTime } from './pass-time.js'
import { DEFAULT_SETTINGS, startPartition, type PartitionState } from './state.js'

const MINUTE = 60_000
const { latenessMs } = DEFAULT_SETTINGS
const named = ['a', 'b']
  .map((id) => `---\nname: is-${id}\ntitle: ${id}\ndetection:\n  s: { name: ${id} }\n  condition: s\n`)
  .join('')
const correlation = (name: string, body: string) =>
  `---\nname: ${name}\ntitle: ${name}\nlevel: high\ncorrelation:\n${body}`
/** Told at once, told when final, and built on another one. */
const PACK = readRules([
  {
    file: 'rules/quiet.yml',
    text:
      named +
      ['pair', 'twice']
        .map((id) =>
          correlation(id, '  type: event_count\n  rules: [is-a]\n  timespan: 30s\n  condition: { gte: 2 }\n'),
        )
        .join('') +
      correlation('few', '  type: event_count\n  rules: [is-b]\n  timespan: 30s\n  condition: { lte: 2 }\n') +
      correlation('forced', '  type: temporal_ordered\n  rules: [twice, is-b]\n  timespan: 60s\n'),
  },
])
const shelf = { v: 1, plant: 'p', reason: 'r', by: 'suzuki', id: 'shelf-1', zone: 'z', rule: 'known' } as const
const POLICY = policyOf({ shelves: [{ ...shelf, from: START - MINUTE, until: START + 5 * MINUTE }] })
const start = () => startPartition(PACK, DEFAULT_SETTINGS, 0, POLICY)
const forced = () => ['a', 'a', 'b'].map((name, n) => alert({ at: START + n * 5_000, name }))
const statesOf = ({ alarms }: PartitionState) => {
  const changed = takeChanged(alarms, 100)
  settleChanged(alarms, true)
  return changed.map(({ id, state }) => `${id} ${state.at}`).sort()
}

describe('a tick in a zone that nobody reports anything of', () => {
  it('lets fire what waits for its windows to be final, once the zone was quiet for longer than the lateness', () => {
    const state = feed(start(), forced())
    const last = START + 10_000
    passTime(state, last + latenessMs)
    expect(firedBy(state)).toEqual(['pair'])
    passTime(state, last + latenessMs + 1)
    expect(new Set(firedBy(state))).toEqual(new Set(['few', 'forced']))
  })

  it('ends a shelf and lets alarms fall silent', () => {
    const state = feed(start(), [alert({ at: START, rule: 'known', name: 'door' }), alert({ at: START, rule: 'seen' })])
    expect(statesOf(state)).toEqual(['p/z/-/known shelved', 'p/z/-/seen unacknowledged'])
    passTime(state, START + 8 * MINUTE)
    expect(statesOf(state)).toEqual(['p/z/-/known unacknowledged'])
    passTime(state, START + 20 * MINUTE)
    expect(statesOf(state)).toEqual(['p/z/-/known returnedUnacknowledged', 'p/z/-/seen returnedUnacknowledged'])
  })

  it('counts from the newest alert as the receiver dates it: a source whose clock is an hour behind is not an hour late', () => {
    const received = START + 60 * MINUTE
    const state = feed(start(), [alert({ at: START, receivedAt: received, rule: 'seen', name: 'a' })])
    passTime(state, received + 5 * MINUTE)
    correlate(state, alert({ at: START + 5 * MINUTE, receivedAt: received + 5 * MINUTE, name: 'a' }), 1)
    correlate(state, alert({ at: START + 5 * MINUTE + 1, receivedAt: received + 5 * MINUTE, name: 'a' }), 2)
    expect(state.counts.late).toBe(0)
    expect(firedBy(state)).toEqual(['pair'])
  })

  it('waits for a source whose clock is ahead', () => {
    const state = feed(start(), [
      ...forced(),
      alert({ at: START + 60 * MINUTE, receivedAt: START + 10_000, name: 'x' }),
    ])
    drainSignals(state, 'all')
    passTime(state, START + 59 * MINUTE)
    expect(state.worlds.get('')!.tickAt).toBe(START + 61 * MINUTE)
  })

  it('makes nothing late: what a relay held back in the meantime is heard by every rule', () => {
    const state = feed(start(), [alert({ at: START, name: 'x' })])
    passTime(state, START + 60 * MINUTE)
    const back = START + 61 * MINUTE
    forced().forEach((each, n) => correlate(state, { ...each, at: each.at + MINUTE, receivedAt: back }, n + 1))
    passTime(state, back + latenessMs + 20_000)
    expect(state.counts.late).toBe(0)
    expect(new Set(firedBy(state))).toEqual(new Set(['pair', 'few', 'forced']))
  })

  it('is the same however often it is written, and by however many clocks that lag behind', () => {
    const alerts = forced()
    const once = feed(start(), alerts)
    passTime(once, START + 30 * MINUTE)
    const often = feed(start(), alerts)
    for (const behind of [0, 3_000, 0, 50_000]) passTime(often, START + 30 * MINUTE - behind)
    expect(freeze(often)).toEqual(freeze(once))
  })

  it('goes on from where it finds a checkpoint of a build that knew no ticks', () => {
    const kept = JSON.parse(JSON.stringify(freeze(feed(start(), forced())))) as FrozenPartition
    for (const each of [...kept.worlds, ...kept.zones]) delete each.heardAt
    const state = thaw(kept, PACK, DEFAULT_SETTINGS, 0, POLICY)!
    passTime(state, START + 60 * MINUTE)
    expect(firedBy(state)).not.toContain('forced')
    passTime(state, START + 70 * MINUTE)
    expect(firedBy(state)).toContain('forced')
  })
})

type Line = { alert: Alert } | { tick: number }
/** Alerts as they are received, some of them held back for as long as the lateness; ticks of two writers, one of which lags, among them. */
const log = fc
  .tuple(
    fc.array(
      fc.record({
        at: fc.nat(200).map((step) => START + step * 5_000),
        delay: fc.oneof(fc.constant(0), fc.nat(latenessMs)),
        name: fc.constantFrom('a', 'a', 'b'),
        rule: fc.constantFrom('known', 'seen'),
        zone: fc.constantFrom('z', 'z', 'y'),
        drill: fc.constantFrom(undefined, undefined, 'd-1'),
      }),
      { minLength: 5, maxLength: 60 },
    ),
    fc.array(fc.record({ tick: fc.nat(1_100_000).map((ms) => START + ms), lag: fc.constantFrom(0, 7_000) })),
  )
  .map(([alerts, ticks]): Line[] =>
    [
      ...alerts.map(({ at, delay, drill, ...differs }) => ({
        when: at + delay,
        line: { alert: alert({ at, receivedAt: at + delay, ...differs, ...(drill ? { drill } : {}) }) },
      })),
      ...ticks.map(({ tick, lag }) => ({ when: tick, line: { tick: tick - lag } })),
    ]
      .sort((x, y) => x.when - y.when)
      .map(({ line }) => line),
  )
const END = START + 24 * 60 * MINUTE

function run(lines: readonly Line[], restarts: readonly number[] = []) {
  let state = start()
  const told: Signal[] = []
  let offset = 0
  lines.forEach((line, n) => {
    if (restarts.includes(n))
      state = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenPartition, PACK, DEFAULT_SETTINGS, 0, POLICY)!
    if ('tick' in line) passTime(state, line.tick)
    else correlate(state, line.alert, offset++)
    told.push(...drainSignals(state, 'all'))
  })
  passTime(state, END)
  told.push(...drainSignals(state, 'all'))
  const { standing, counts, hidden, pastFloods } = account(state.alarms)
  return {
    signals: [...newest(told).values()]
      .map(({ rule, zone, drill, firstAt, lastAt, firedAt, count }) =>
        [rule.id, zone, drill, firstAt, lastAt, firedAt, count].join(' '),
      )
      .sort(),
    alarms: { standing, counts, hidden, pastFloods },
    late: state.counts.late,
  }
}

describe('ticks anywhere in the log', () => {
  const alertsOf = (lines: readonly Line[]) => lines.filter((line) => 'alert' in line)

  it('change no signal and no alarm', () => {
    fc.assert(
      fc.property(log, (lines) => {
        expect(run(lines)).toEqual(run(alertsOf(lines)))
      }),
      { numRuns: 200 },
    )
  })

  it('give the same on a replay that is broken off and taken up anywhere', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(80), { maxLength: 6 }), (lines, restarts) => {
        expect(run(lines, restarts)).toEqual(run(lines))
      }),
      { numRuns: 200 },
    )
  })
})
