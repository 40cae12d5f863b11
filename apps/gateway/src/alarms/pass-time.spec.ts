import { expect, test } from '@jest/globals'
import type { AlarmCover, AlarmState, Plant, StandingAlarm } from '@genba/contracts'
import { passTime } from './pass-time.js'

const alarm = (state: AlarmState, differs: Partial<StandingAlarm> = {}): StandingAlarm => ({
  ...{
    v: 1,
    id: 'p/z/-/r',
    plant: 'p',
    zone: 'z',
    rule: 'r',
    name: 'n',
    severity: 20,
    count: 1,
    firstAt: 0,
    lastAt: 0,
  },
  ...{ countedFrom: '0:0', samples: [], state, rhythm: 'steady', age: 'fresh', annunciations: 1, fleeting: 0 },
  ...differs,
})
const shelved = (condition: 'active' | 'inactive') => alarm({ at: 'shelved', since: 5, by: 's-1', condition })
const shelf = (until: number, differs: object = {}): AlarmCover =>
  ({ ...{ v: 1, kind: 'shelf', id: 's-1', plant: 'p', zone: 'z', rule: 'r', reason: 'x', by: 'y', from: 5, until }, ...differs }) // prettier-ignore
const stateOf = (found: StandingAlarm[]) => found.map(({ state }) => state)

test('an alarm behind a shelf that has ended is presented anew, or normal when its condition has gone', () => {
  expect(passTime([shelved('active')], [shelf(100)], undefined, 99)).toEqual([])
  expect(stateOf(passTime([shelved('active')], [shelf(100)], undefined, 100))).toEqual([{ at: 'unacknowledged', since: 100 }]) // prettier-ignore
  expect(stateOf(passTime([shelved('inactive')], [shelf(100)], undefined, 100))).toEqual([{ at: 'normal', since: 100 }])
})

test('it stays hidden while another cover hides it, of which nothing is known, or in a drill', () => {
  const window = shelf(500, { kind: 'maintenance', id: 'm-1', rule: undefined, from: 50 })
  expect(passTime([shelved('active')], [shelf(100), window], undefined, 200)).toEqual([])
  expect(passTime([shelved('active')], [shelf(100), { ...window, zone: 'other' }], undefined, 200)).toHaveLength(1)
  expect(passTime([shelved('active')], [], undefined, 200)).toEqual([])
  expect(passTime([{ ...shelved('active'), drill: 'd' }], [shelf(100)], undefined, 200)).toEqual([])
})

test('a shelf of a drill keeps no real alarm hidden', () => {
  const drill = shelf(500, { id: 's-2', drill: 'd' })
  expect(passTime([shelved('active')], [shelf(100), drill], undefined, 200)).toHaveLength(1)
})

test('what a state of the plant hides comes back when that is over and has settled; what a cause hides is the engine’s', () => {
  const hidden = alarm({ at: 'suppressedByDesign', since: 5, kind: 'design', by: 'd-1', condition: 'active' })
  const rule = (when: object) => ({ id: 'd-1', zones: '*' as const, suppress: ['r'], reason: 'x', releaseMs: 10, when })
  const plant = (when: object) =>
    ({
      state: 'running',
      stateSpans: [{ from: 0, state: 'stopped' }, { from: 100, state: 'running' }], // prettier-ignore
      alarms: { suppression: [rule(when)], latched: [] },
    }) as Pick<Plant, 'state' | 'stateSpans' | 'alarms'>
  const stopped = plant({ kind: 'plantState', states: ['stopped'] })
  expect(passTime([hidden], [], stopped, 109)).toEqual([])
  expect(stateOf(passTime([hidden], [], stopped, 110))).toEqual([{ at: 'unacknowledged', since: 110 }])
  expect(passTime([hidden], [], plant({ kind: 'alarm', rule: 'c', asset: 'any' }), 1_000)).toEqual([])
})
