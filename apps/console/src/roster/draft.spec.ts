import { describe, expect, it } from '@jest/globals'
import type { Role } from '@genba/contracts'
import { deciders, faultOf, newDeputy, newDuty, rolesOf } from './draft.js'

const person = (user: string, ...roles: Role[]) => ({ user, name: { ja: user, en: user }, roles })
const people = [person('aud', 'auditor'), person('sato', 'auditor', 'shift-leader'), person('abe', 'plant-engineer')]

describe('a roster', () => {
  it('names only people who can decide something', () => {
    expect(deciders(people).map(({ user }) => user)).toEqual(['sato', 'abe'])
    expect(rolesOf(people, 'sato')).toEqual(['shift-leader'])
  })
  it('begins with somebody who has the role, and with two different people', () => {
    expect(newDuty(people)).toMatchObject({ user: 'sato', role: 'shift-leader' })
    expect(newDeputy(people)).toEqual({ user: 'abe', standsFor: 'sato', role: 'shift-leader' })
    expect([newDuty([people[0]!]), newDeputy([people[1]!])]).toEqual([undefined, undefined])
  })
  it('says what would be refused', () => {
    const duty = newDuty(people)!
    const deputy = newDeputy(people)!
    expect(faultOf({ duties: [duty], deputies: [deputy, { ...deputy, from: 1, until: 2 }] })).toBeUndefined()
    expect(faultOf({ duties: [{ ...duty, days: [] }], deputies: [] })).toBe('badDays')
    expect(faultOf({ duties: [], deputies: [{ ...deputy, user: 'sato' }] })).toBe('self')
    expect(faultOf({ duties: [], deputies: [{ ...deputy, from: 2, until: 2 }] })).toBe('badTimes')
    expect(faultOf({ duties: [], deputies: [{ ...deputy, from: Number.NaN, until: 2 }] })).toBe('badTimes')
  })
})
