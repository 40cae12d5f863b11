import { expect, it } from '@jest/globals'
import { alert, feed } from '../testing/alerts.js'
import { correlate } from './correlate.js'
import { takeChanged } from '../alarm/changed.js'
import { freeze, thaw, type FrozenPartition } from './freeze.js'
import { startPartition, type PartitionState } from './state.js'
import { readRules } from '../rules/read-rules.js'

const PACK = readRules([])
const high = (sensor: string, detector = 'vacuum.high') =>
  alert({ at: '00:00', kind: 'process', asset: 'mounter', rule: 'anomaly:limits', sensor, fields: { detector } })
const alarms = (state: PartitionState) =>
  takeChanged(state.alarms, 100).map(({ sensor, detector, count }) => [sensor, detector, count])

it('counts each measured value of one asset on an alarm of its own, and each detector of it', () => {
  const state = feed(startPartition(PACK), [high('head1'), high('head2'), high('head1'), high('head1', 'vacuum.low')])
  expect(alarms(state)).toEqual([
    ['head1', 'vacuum.high', 2],
    ['head2', 'vacuum.high', 1],
    ['head1', 'vacuum.low', 1],
  ])
})

it('counts what several sensors report of one asset on one alarm when it is no measured value', () => {
  const scans = ['ids-1', 'ids-2'].map((sensor) => alert({ at: '00:00', asset: 'mounter', rule: 'scan', sensor }))
  expect(alarms(feed(startPartition(PACK), scans))).toEqual([[undefined, undefined, 2]])
})

it('goes on counting on the same alarms after a restart', () => {
  const state = feed(startPartition(PACK), [high('head1'), high('head2')])
  const thawed = thaw(JSON.parse(JSON.stringify(freeze(state))) as FrozenPartition, PACK) as PartitionState
  correlate(thawed, high('head1'), 2)
  expect(alarms(thawed)).toEqual([
    ['head1', 'vacuum.high', 2],
    ['head2', 'vacuum.high', 1],
  ])
})
