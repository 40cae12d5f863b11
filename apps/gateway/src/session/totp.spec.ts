import { describe, expect, test } from '@jest/globals'
import { hashRecovery, newRecoveryCodes, newTotpSecret, stepOf, totpUri } from './totp.js'

/** RFC 6238 appendix B: the ASCII secret 12345678901234567890, SHA-1, the last six digits. */
const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('a code of an authenticator', () => {
  test.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_234_567_890, '005924', 41_152_263],
    [20_000_000_000, '353130', 666_666_666],
  ])('at %i s is %s', (seconds, code, step) => {
    expect(stepOf(code, RFC, seconds * 1_000)).toBe(step)
  })

  test('is taken one step early or late, and not two', () => {
    for (const [seconds, found] of [
      [29, 1],
      [30, 1],
      [89, 1],
      [90, undefined],
    ] as const)
      expect(stepOf('287082', RFC, seconds * 1_000)).toBe(found)
    expect(stepOf('287 082', RFC, 59_000)).toBe(1)
    expect(stepOf('not-a-code', RFC, 59_000)).toBeUndefined()
  })

  test('comes from a secret of 160 bits that the address carries', () => {
    const secret = newTotpSecret()
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(totpUri(secret, 'soc')).toBe(
      `otpauth://totp/Genba:soc?issuer=Genba&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    )
  })
})

describe('recovery codes', () => {
  test('are ten different ones, known again however they are typed', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(10)
    expect(codes[0]).toMatch(/^[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/)
    expect(hashRecovery(` ${codes[0]?.replaceAll('-', ' ').toUpperCase()}`)).toBe(hashRecovery(codes[0] as string))
  })
})
