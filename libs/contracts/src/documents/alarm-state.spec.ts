import { expect, test } from '@jest/globals'
import { AlarmState, isLatched, isUnacknowledged } from './alarm-state.js'

const STATES = AlarmState.options.map(({ shape }) => shape.at.value)
const standing = (at: (typeof STATES)[number]) => ({ at, since: 1 }) as AlarmState

test('an alarm waits for an acknowledgement before and after it has gone, never behind a cover', () => {
  expect(STATES.filter((at) => isUnacknowledged(standing(at)))).toEqual([
    'unacknowledged',
    'returnedUnacknowledged',
    'latchedUnacknowledged',
  ])
})

test('an alarm that is latched can be reset, acknowledged or not', () => {
  expect(STATES.filter((at) => isLatched(standing(at)))).toEqual(['latchedUnacknowledged', 'latchedAcknowledged'])
})
