import { describe, expect, it } from '@jest/globals'
import { CAN, Level, PlantState, type Approval, type Role } from '@genba/contracts'
import type { StepExtension } from '../cacao/extension.js'
import { answer } from './answer.js'
import { APPROVAL, type Approvers } from './approval-table.js'
import { escalate } from './escalate.js'
import { approversFor, requestApproval, tighten } from './request-approval.js'

const both = { ja: '_', en: '_' }
const extension = (roles: Role[] = ['shift-leader'], production: 'none' | 'isolates' = 'isolates'): StepExtension => ({
  phase: 'decide',
  name: { ja: '「__conduit__:value」を遮断', en: 'Block "__conduit__:value"' },
  approval: { roles, mustInclude: [], people: 1, dueMs: 1_000, escalateTo: ['plant-engineer', 'soc-analyst'] },
  effect: { production, stops: both, s: both, q: both, d: both, c: both, undo: both },
})
const asked = (safety: Level, requestedBy?: string): Approval =>
  requestApproval({
    id: 'a',
    run: 'r',
    step: 's',
    extension: extension(),
    stakes: { safety, plantState: 'running' },
    fillings: {
      variables: { conduit: 'c-1' },
      names: { 'c-1': { ja: '保守から監視へ', en: 'maintenance to supervision' } },
    },
    requestedBy,
    now: 0,
  })
const says = (user: string, roles: Role[], what: 'approve' | 'refuse' = 'approve') => ({
  by: { user, roles },
  answer: what,
  reason: 'ok',
  now: 1,
})

describe('the table of approvals', () => {
  const cells = Object.entries(APPROVAL).flatMap(([effect, levels]) =>
    Level.options.flatMap((level) =>
      PlantState.options.map((state): [string, Level, PlantState, Approvers] => [
        effect,
        level,
        state,
        levels[level][state],
      ]),
    ),
  )
  it('has no empty cell', () => {
    expect(cells).toHaveLength(4 * 3 * 4)
    expect(cells.every(([, , , approvers]) => approvers !== undefined)).toBe(true)
  })
  it.each(cells.filter(([effect]) => effect !== 'none'))(
    '%s × safety %s × %s: somebody who may decide must agree',
    (_, level, __, { people, roles, mustInclude }) => {
      expect(people).toBeGreaterThanOrEqual(level === 'high' ? 2 : 1)
      expect(roles.length).toBeGreaterThan(0)
      expect(
        [...roles, ...mustInclude].every((role) => (CAN['approval.decide'] as readonly Role[]).includes(role)),
      ).toBe(true)
      if (level === 'high') expect(mustInclude).toContain('shift-leader')
    },
  )
})

describe('who must approve', () => {
  it('a playbook can ask for more than the table and never for less', () => {
    expect(approversFor(extension(['shift-leader']), { safety: 'low', plantState: 'running' })).toMatchObject({
      people: 1,
      roles: ['shift-leader'],
    })
    expect(approversFor(extension(['soc-analyst']), { safety: 'medium', plantState: 'running' })).toEqual({
      people: 1,
      roles: ['shift-leader'],
      mustInclude: ['shift-leader'],
    })
    expect(approversFor(extension(['soc-analyst'], 'none'), { safety: 'high', plantState: 'running' })).toMatchObject({
      people: 1,
      roles: ['soc-analyst'],
    })
  })
  it('becomes stricter when the incident spreads to what matters for safety, and never laxer', () => {
    const waiting = asked('medium')
    expect(tighten(waiting, extension(), { safety: 'high', plantState: 'running' })).toMatchObject({
      people: 2,
      mustInclude: ['shift-leader'],
      roles: expect.arrayContaining(['soc-analyst']),
    })
    const strict = asked('high')
    expect(tighten(strict, extension(), { safety: 'low', plantState: 'stopped' })).toBe(strict)
  })
  it('the text calls the thing by its name', () => {
    expect(asked('low').title).toEqual({ ja: '「保守から監視へ」を遮断', en: 'Block "maintenance to supervision"' })
  })
})

describe('an answer', () => {
  it('of the shift leader approves', () => {
    expect(answer(asked('medium'), says('tanaka', ['shift-leader']))).toMatchObject({
      state: 'approved',
      answers: [{ user: 'tanaka', reason: 'ok' }],
    })
  })
  it('of one person is not enough where safety importance is high', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(one.state).toBe('waiting')
    expect(() => answer(one, says('tanaka', ['shift-leader']))).toThrow('ALREADY_DECIDED')
    expect(answer(one, says('sato', ['soc-analyst'])).state).toBe('approved')
  })
  it('of two people without the shift leader is not enough', () => {
    const two = answer(answer(asked('high'), says('sato', ['soc-analyst'])), says('mori', ['plant-engineer']))
    expect(two.state).toBe('waiting')
    expect(answer(two, says('tanaka', ['shift-leader'])).state).toBe('approved')
  })
  it('that refuses, refuses at once', () => {
    const one = answer(asked('high'), says('tanaka', ['shift-leader']))
    expect(answer(one, says('sato', ['soc-analyst'], 'refuse')).state).toBe('refused')
  })
  it.each([
    ['OWN_REQUEST', asked('medium', 'tanaka'), says('tanaka', ['shift-leader'])],
    ['NOT_AN_APPROVER', asked('medium'), says('sato', ['soc-analyst'])],
    ['NOT_AN_APPROVER', asked('medium'), says('nobody', [])],
    ['ALREADY_DECIDED', { ...asked('medium'), state: 'refused' as const }, says('tanaka', ['shift-leader'])],
  ])('is refused with %s', (code, approval, given) => {
    expect(() => answer(approval, given)).toThrow(code)
  })
})

describe('a time-out', () => {
  const chain = { escalateTo: ['plant-engineer', 'soc-analyst'] as Role[], dueMs: 1_000 }
  it('does nothing before its time and never approves', () => {
    const waiting = asked('medium')
    expect(escalate(waiting, chain, 999)).toBe(waiting)
    let late = waiting
    for (let n = 0; n < 50; n++) late = escalate(late, chain, late.dueAt)
    expect(late.state).toBe('waiting')
    expect(late.mustInclude).toEqual(['shift-leader'])
  })
  it('asks the next role of the chain each time, then reminds ever more rarely', () => {
    const once = escalate(asked('medium'), chain, 1_000)
    expect(once).toMatchObject({ roles: ['shift-leader', 'plant-engineer'], escalations: 1, dueAt: 2_000 })
    const twice = escalate(once, chain, 2_000)
    expect(twice).toMatchObject({
      roles: ['shift-leader', 'plant-engineer', 'soc-analyst'],
      escalations: 2,
      dueAt: 3_000,
    })
    expect(escalate(twice, chain, 3_000)).toMatchObject({ escalations: 3, dueAt: 5_000 })
  })
})
