import { describe, expect, it } from '@jest/globals'
import type { Hold, Me, PersonWho } from '@genba/contracts'
import { holdRefusal } from './may-change.js'

const text = { ja: '文', en: 'text' }
const hold: Hold = {
  id: 'h',
  run: 'r',
  step: 's',
  title: text,
  connector: 'fw',
  request: { type: 'http-api', method: 'POST', path: '/', body: '' },
  undo: { by: 'person', text },
  roles: ['shift-leader'],
  since: 0,
  state: { at: 'standing' },
  works: 0,
  renewals: [],
}
const leader: Me = { user: 'sato', displayName: text, grants: [{ role: 'shift-leader', plants: ['p'] }] }
const on = (user: string, role: PersonWho['role'] = 'shift-leader'): PersonWho => ({
  user,
  name: text,
  role,
  why: 'role',
})

describe('a hold', () => {
  it('is changed by a role that it names', () => {
    expect(holdRefusal(leader, { hold, plant: 'p', who: [on('sato')] })).toBeUndefined()
    expect(holdRefusal(leader, { hold, plant: 'p', who: undefined })).toBeUndefined()
  })
  it('not from another plant, not by another role', () => {
    expect(holdRefusal(leader, { hold, plant: 'q', who: [on('sato')] })).toBe('noPermission')
    expect(holdRefusal(leader, { hold, plant: 'p', who: [on('sato', 'plant-engineer'), on('mori')] })).toBe('notYours')
  })
  it('not while Genba is at it', () => {
    const work = { what: 'undo' as const, key: 'k', by: 'x', reason: 'r', tries: 1, leaseUntil: 1 }
    expect(holdRefusal(leader, { hold: { ...hold, work }, plant: 'p', who: [on('sato')] })).toBe('working')
  })
})
