import { describe, expect, it } from '@jest/globals'
import type { Approval, Me, PersonWho } from '@genba/contracts'
import { mayBreakGlass, refusalOf } from './may-decide.js'

const text = { ja: '文', en: 'text' }
const approval: Approval = {
  id: 'a',
  run: 'r',
  step: 's',
  title: text,
  effect: { stops: text, s: text, q: text, d: text, c: text, undo: text },
  roles: ['shift-leader'],
  mustInclude: ['shift-leader'],
  people: 1,
  requestedAt: 0,
  dueAt: 1,
  escalations: 0,
  state: 'waiting',
  answers: [],
}
const leader: Me = { user: 'sato', displayName: text, grants: [{ role: 'shift-leader', plants: ['p'] }] }
const analyst: Me = { user: 'ito', displayName: text, grants: [{ role: 'soc-analyst', plants: '*' }] }
const asked = { plant: 'p', approval, isOpen: true }

describe('an approval', () => {
  it('can be answered by the shift leader of the plant', () => expect(refusalOf(leader, asked)).toBeUndefined())
  it('not by the shift leader of another plant', () => {
    expect(refusalOf(leader, { ...asked, plant: 'q' })).toBe('noPermission')
  })
  it('not by a role that is not among the approvers', () => expect(refusalOf(analyst, asked)).toBe('notAnApprover'))
  it('not by an auditor', () => {
    expect(refusalOf({ ...analyst, grants: [{ role: 'auditor', plants: '*' }] }, asked)).toBe('noPermission')
  })
  it('not by who asked for it', () => {
    expect(refusalOf(leader, { ...asked, approval: { ...approval, requestedBy: 'sato' } })).toBe('ownRequest')
  })
  it('not twice by one person', () => {
    const answers: Approval['answers'] = [
      { user: 'sato', roles: ['shift-leader'], answer: 'approve', reason: '-', at: 0 },
    ]
    expect(refusalOf(leader, { ...asked, approval: { ...approval, people: 2, answers } })).toBe('answered')
  })
  it('not after it was decided', () => {
    expect(refusalOf(leader, { ...asked, approval: { ...approval, state: 'refused' } })).toBe('decided')
  })
  it('not when the incident is closed', () => expect(refusalOf(leader, { ...asked, isOpen: false })).toBe('closed'))
})

describe('with the roster of the moment', () => {
  const person = (user: string, more: Partial<PersonWho> = {}): PersonWho => ({
    user,
    name: text,
    role: 'shift-leader',
    why: 'role',
    ...more,
  })
  it('whoever is on call decides and another leader does not', () => {
    expect(refusalOf(leader, { ...asked, who: [person('sato', { why: 'on-call' })] })).toBeUndefined()
    expect(refusalOf(leader, { ...asked, who: [person('mori', { why: 'on-call' })] })).toBe('notOnCall')
    expect(refusalOf(analyst, { ...asked, who: [person('mori')] })).toBe('notAnApprover')
  })
  it('a deputy decides, but not for who asked for it or has answered', () => {
    const who = [person('ito', { why: 'deputy', standsFor: { user: 'sato', name: text } })]
    expect(refusalOf(analyst, { ...asked, who })).toBeUndefined()
    expect(refusalOf(analyst, { ...asked, who, approval: { ...approval, requestedBy: 'sato' } })).toBe('ownRequest')
    const answers: Approval['answers'] = [
      { user: 'sato', roles: ['shift-leader'], answer: 'approve', reason: '-', at: 0 },
    ]
    expect(refusalOf(analyst, { ...asked, who, approval: { ...approval, people: 2, answers } })).toBe('answered')
  })
})

describe('the glass', () => {
  const engineer: Me = { user: 'abe', displayName: text, grants: [{ role: 'plant-engineer', plants: ['p'] }] }
  const two = { ...approval, people: 2, roles: ['shift-leader' as const, 'plant-engineer' as const] }
  it('is not there for who can bring it about by the rule', () => expect(mayBreakGlass(leader, asked)).toBe(false))
  it('is there where two are needed, or another role', () => {
    expect(mayBreakGlass(leader, { ...asked, approval: two })).toBe(true)
    expect(mayBreakGlass(engineer, asked)).toBe(true)
    expect(mayBreakGlass(engineer, { ...asked, approval: { ...two, people: 1 } })).toBe(true)
  })
  it('is not there for the SOC, for who asked for it, and after the decision', () => {
    expect(mayBreakGlass(analyst, { ...asked, approval: two })).toBe(false)
    expect(mayBreakGlass(leader, { ...asked, approval: { ...two, requestedBy: 'sato' } })).toBe(false)
    expect(mayBreakGlass(leader, { ...asked, approval: { ...two, state: 'approved' } })).toBe(false)
    expect(mayBreakGlass(leader, { ...asked, approval: two, isOpen: false })).toBe(false)
  })
})
