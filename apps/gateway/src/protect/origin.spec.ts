import { describe, expect, test } from '@jest/globals'
import { isOwnOrigin } from './origin.js'

describe('an origin', () => {
  test.each([
    [undefined, 'genba.local', true],
    ['https://genba.local', 'genba.local', true],
    ['http://127.0.0.1:4600', '127.0.0.1:4600', true],
    ['http://127.0.0.1:4601', '127.0.0.1:4600', false],
    ['https://genba.local.evil.example', 'genba.local', false],
    ['null', 'genba.local', false],
    ['https://evil.example', undefined, false],
  ])('%s asking %s is our own: %s', (origin, host, isOwn) => {
    expect(isOwnOrigin(origin, host, [])).toBe(isOwn)
  })
  test('that a proxy shows is our own when it is named', () => {
    expect(isOwnOrigin('https://soc.example', '10.0.0.7:4600', ['https://soc.example'])).toBe(true)
  })
})
