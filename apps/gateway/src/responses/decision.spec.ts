import { describe, expect, test } from '@jest/globals'
import { Decision } from '@genba/contracts'
import { response, run } from '../testing/samples.js'
import { wishOf } from './decision.js'

const leader = { user: 'shift', roles: ['shift-leader' as const] }

describe('a retry', () => {
  test('is one for each attempt of a parked step', () => {
    const parked = (attempt: number) => response({ runs: [run({ at: 'parked', since: 1, error: 'x' }, attempt)] })
    const first = wishOf(parked(3), { run: 'r1', step: 's1' }, { kind: 'retry', reason: 'cable fixed' }, leader, 9)
    expect(Decision.parse(first).what).toEqual({ kind: 'retry', run: 'r1', step: 's1', reason: 'cable fixed' })
    expect(wishOf(parked(4), { run: 'r1', step: 's1' }, { kind: 'retry', reason: 'again' }, leader, 9).id).not.toBe(
      first.id,
    )
  })
  test('is refused when somebody retried it before', () => {
    const due = response({ runs: [run({ at: 'due', since: 1 })] })
    expect(() => wishOf(due, { run: 'r1', step: 's1' }, { kind: 'retry', reason: 'x' }, leader, 9)).toThrow(
      'CHANGED_MEANWHILE',
    )
  })
  test('is refused for a step that is not there', () => {
    expect(() => wishOf(response(), { run: 'r1', step: 's1' }, { kind: 'retry', reason: 'x' }, leader, 9)).toThrow(
      'NOT_FOUND',
    )
  })
})
