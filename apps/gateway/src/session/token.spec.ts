import { describe, expect, test } from '@jest/globals'
import { newToken, sessionCookie, sessionId, sessionIn } from './token.js'

describe('the session cookie', () => {
  test('is closed to scripts, other sites and, behind TLS, plain HTTP', () => {
    const token = newToken()
    expect(sessionCookie(token, 43_200_000, true)).toBe(
      `genba_session=${token}; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Strict`,
    )
    expect(sessionCookie(token, 43_200_000, false)).not.toContain('Secure')
  })

  test('is taken away at sign-out', () => {
    expect(sessionCookie(undefined, 0, false)).toBe('genba_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict')
  })

  test('is found among others and stands for its hash', () => {
    const token = newToken()
    expect(sessionIn(`theme=dark; genba_session=${token}`)).toBe(sessionId(token))
    expect(sessionIn(`genba_session=short`)).toBeUndefined()
    expect(sessionIn(undefined)).toBeUndefined()
  })
})
