import { describe, expect, it } from '@jest/globals'
import type { Approval, Me } from '@genba/contracts'
import { refusalOf } from './may-decide.js'

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
