import { describe, expect, test } from '@jest/globals'
import { CAN, Permission, Role, may, plantsOf, rolesOn, type Actor } from './access.js'

const person = (role: Role, plants: '*' | string[]): Actor => ({ kind: 'user', user: 'x', grants: [{ role, plants }] })

describe('the access table', () => {
  test.each(Permission.options.flatMap((permission) => Role.options.map((role) => [permission, role] as const)))(
    '%s for %s holds on the own plant only',
    (permission, role) => {
      const granted = (CAN[permission] as readonly Role[]).includes(role)
      expect(may(person(role, ['own']), permission, 'own')).toBe(granted)
      expect(may(person(role, ['own']), permission, 'other')).toBe(false)
      expect(may(person(role, '*'), permission, 'other')).toBe(granted)
      expect(may(person(role, []), permission)).toBe(false)
    },
  )

  test('an administrator approves nothing and an auditor changes nothing', () => {
    for (const permission of ['approval.decide', 'incident.close', 'incident.regroup', 'step.retry'] as const) {
      expect(may(person('administrator', '*'), permission, 'own')).toBe(false)
      expect(may(person('auditor', '*'), permission, 'own')).toBe(false)
    }
  })

  test('plants and roles are read from the grants', () => {
    const actor: Actor = {
      kind: 'user',
      user: 'x',
      grants: [
        { role: 'shift-leader', plants: ['a', 'b'] },
        { role: 'auditor', plants: '*' },
      ],
    }
    expect(plantsOf(actor, 'approval.decide')).toEqual(['a', 'b'])
    expect(plantsOf(actor, 'incident.read')).toBe('*')
    expect(rolesOn(actor, 'a')).toEqual(['shift-leader', 'auditor'])
    expect(rolesOn(actor, 'c')).toEqual(['auditor'])
  })
})
