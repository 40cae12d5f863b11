import { describe, expect, it } from '@jest/globals'
import { safeBack } from './back.js'

describe('the page after the sign-in', () => {
  it('is a path of the console', () => expect(safeBack('/incidents/p~z~r~1?tab=1')).toBe('/incidents/p~z~r~1?tab=1'))
  it('is never another site', () => {
    for (const back of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', 7]) {
      expect(safeBack(back)).toBeUndefined()
    }
  })
  it('is never the sign-in itself', () => expect(safeBack('/signin?back=%2F')).toBeUndefined())
})
