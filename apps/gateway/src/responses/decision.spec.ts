import { describe, expect, test } from '@jest/globals'
import { Decision, type Response } from '@genba/contracts'
import { approval, response, run } from '../testing/samples.js'
import { decisionOn, wishOf } from './decision.js'

const leader = { user: 'shift', roles: ['shift-leader' as const] }
const yes = { answer: 'approve' as const, reason: 'line is empty' }
const waiting = (more: Partial<Response['approvals'][number]> = {}): Response =>
  response({ approvals: [approval(more)] })

describe('an answer to an approval', () => {
  test('is a decision that says who, on what and why', () => {
    const decision = decisionOn(waiting(), 'a1', leader, yes, 7)
    expect(Decision.parse(decision)).toEqual(decision)
    expect(decision).toMatchObject({
      plant: 'p1',
      incident: 'p1~z~r~1',
      by: leader,
      at: 7,
      what: { kind: 'approval', approval: 'a1', ...yes },
    })
  })
  test('sent twice is one decision, of two people are two', () => {
    const first = decisionOn(waiting(), 'a1', leader, yes, 7)
    expect(decisionOn(waiting(), 'a1', leader, yes, 8).id).toBe(first.id)
    expect(decisionOn(waiting(), 'a1', { ...leader, user: 'other' }, yes, 7).id).not.toBe(first.id)
  })
  test('is refused for an approval that is not there', () => {
    expect(() => decisionOn(waiting(), 'a2', leader, yes, 7)).toThrow('NOT_FOUND')
  })
  test('is refused for a role that does not approve it', () => {
    expect(() => decisionOn(waiting(), 'a1', { user: 'soc', roles: ['soc-analyst'] }, yes, 7)).toThrow(
      'NOT_AN_APPROVER',
    )
    expect(() => decisionOn(waiting(), 'a1', { user: 'soc', roles: [] }, yes, 7)).toThrow('NOT_AN_APPROVER')
  })
  test('is taken from a role that must be among those who approve', () => {
    const both = waiting({ roles: ['plant-engineer'], mustInclude: ['shift-leader'] })
    expect(decisionOn(both, 'a1', leader, yes, 7).by.roles).toEqual(['shift-leader'])
  })
  test.each(['approved', 'refused'] as const)('is refused when it is %s already', (state) => {
    expect(() => decisionOn(waiting({ state }), 'a1', leader, yes, 7)).toThrow('ALREADY_DECIDED')
  })
  test('is refused a second time from the same person while another one is awaited', () => {
    const answers = [{ ...leader, ...yes, at: 5 }]
    expect(() => decisionOn(waiting({ people: 2, answers }), 'a1', leader, yes, 7)).toThrow('ALREADY_DECIDED')
  })
})

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
