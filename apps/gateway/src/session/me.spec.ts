import { describe, expect, test } from '@jest/globals'
import type { User } from '@genba/contracts'
import { meOf } from './me.js'

const user = (more: Partial<User> = {}): User => ({
  v: 1,
  name: 'soc',
  displayName: { ja: '例', en: 'sample' },
  grants: [{ role: 'soc-analyst', plants: '*' }],
  password: 'scrypt$…',
  failures: 0,
  ...more,
})
const totp = (state: 'pending' | 'on'): User['totp'] => ({ secret: 's', state, lastStep: 0, recovery: [] })

describe('what must be done first', () => {
  test('is the password that somebody else chose, then the second factor that a role demands', () => {
    expect(meOf(user(), ['soc-analyst']).mustDo).toBe('enrol-totp')
    expect(meOf(user({ mustChange: true }), ['soc-analyst']).mustDo).toBe('change-password')
    expect(meOf(user({ totp: totp('pending') }), ['soc-analyst']).mustDo).toBe('enrol-totp')
    expect(meOf(user({ totp: totp('on') }), ['soc-analyst']).mustDo).toBeUndefined()
    expect(meOf(user(), ['administrator']).mustDo).toBeUndefined()
  })

  test('is nothing here for those whose provider asks for it', () => {
    const { password: _, ...rest } = user()
    expect(meOf({ ...rest, oidc: { issuer: 'i', subject: 's' } }, ['soc-analyst'])).toMatchObject({
      hasPassword: false,
      needsTotp: false,
    })
  })
})
