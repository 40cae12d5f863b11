import { describe, expect, test } from '@jest/globals'
import { backOf, journeyCookie, journeyIn } from './journey.js'

describe('the way to the provider and back', () => {
  const journey = { state: 's', nonce: 'n', verifier: 'v', back: '/incidents/x' }

  test('is kept in a cookie that comes along from another site, and goes nowhere but to the callback', () => {
    const cookie = journeyCookie(journey, true)
    expect(cookie).toMatch(/; Max-Age=600; Path=\/v1\/session\/oidc; HttpOnly; Secure; SameSite=Lax$/)
    expect(journeyIn(cookie.split(';')[0])).toEqual(journey)
    expect(journeyCookie(undefined, false)).toContain('Max-Age=0')
  })

  test.each([undefined, 'genba_journey=e30', 'genba_journey=%%%', 'other=1'])('is unknown in %s', (header) => {
    expect(journeyIn(header)).toBeUndefined()
  })

  test.each([
    ['/incidents/x', '/incidents/x'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    [undefined, '/'],
  ])('from %s ends at %s', (from, to) => {
    expect(backOf(from)).toBe(to)
  })
})
