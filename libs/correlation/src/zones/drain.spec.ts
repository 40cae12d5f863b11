import { describe, expect, it } from '@jest/globals'
import { readRules } from '../rules/read-rules.js'
import { alert, feed, newest, START } from '../testing/alerts.js'
import { drainSignals } from './drain.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { DEFAULT_SETTINGS, startPartition } from './state.js'

const PACK = readRules([
  {
    file: 'x',
    text:
      '---\nname: is-a\ntitle: a\ndetection:\n  s: { name: a }\n  condition: s\n---\nname: twice\ntitle: twice\ncorrelation:\n' +
      '  type: event_count\n  rules: [is-a]\n  group-by: [sensor]\n  timespan: 10m\n  condition: { gte: 2 }\n',
  },
])
/** Two alerts of each sensor make its signal, each further one makes it grow. */
const rounds = (sensors: number, ...times: number[]) =>
  times.flatMap((second) =>
    Array.from({ length: sensors }, (_, n) => alert({ at: START + second * 1_000, name: 'a', sensor: `s${n}` })),
  )

describe('signals that changed', () => {
  it('are told whole when they are new, and not again while they only grow', () => {
    const state = feed(startPartition(PACK), rounds(50, 0, 1))
    expect(drainSignals(state, 'fresh')).toHaveLength(50)
    expect(drainSignals(feed(state, rounds(50, 2)), 'fresh')).toEqual([])
  })

  it('are told a share at a time where many grew, those that wait longest first and those that are new with them', () => {
    const state = feed(startPartition(PACK), rounds(50, 0, 1))
    drainSignals(state, 'fresh')
    feed(state, [...rounds(50, 2), alert({ at: START + 3_000, name: 'a', sensor: 'new' })])
    feed(state, [alert({ at: START + 4_000, name: 'a', sensor: 'new' })])
    const turns = [1, 2, 3].map(() => drainSignals(state, 'grown').map(({ group }) => group.sensor))
    expect(turns.map((sensors) => sensors.length)).toEqual([21, 20, 10])
    expect(turns[0]).toContain('new')
    expect(new Set(turns.flat()).size).toBe(51)
    expect(turns[0]?.slice(0, 20)).toEqual(Array.from({ length: 20 }, (_, n) => `s${n}`))
  })

  it('are told an eighth at a time where that is more', () => {
    const state = feed(startPartition(PACK), rounds(900, 0, 1))
    drainSignals(state, 'all')
    feed(state, rounds(900, 2))
    const turns = Array.from({ length: 22 }, () => drainSignals(state, 'grown').length)
    expect(turns.slice(0, 2)).toEqual([113, 99])
    expect(turns.reduce((sum, told) => sum + told, 0)).toBe(900)
    expect(drainSignals(state, 'all')).toEqual([])
  })

  it('wait on in a checkpoint, with all that they counted', () => {
    const state = feed(startPartition(PACK), rounds(3, 0, 1))
    drainSignals(state, 'fresh')
    feed(state, rounds(3, 2))
    const frozen = JSON.parse(JSON.stringify(freeze(state))) as FrozenPartition
    const thawed = thaw(frozen, PACK, DEFAULT_SETTINGS, 0)
    if (!thawed) throw new Error('the checkpoint was not taken')
    expect(drainSignals(thawed, 'fresh')).toEqual([])
    expect([...newest(drainSignals(thawed, 'grown')).values()].map(({ count }) => count)).toEqual([3, 3, 3])
  })
})
