import { describe, expect, test } from '@jest/globals'
import { hashPassword, isStrong, newPassword, verifyPassword } from './password.js'

describe('a password', () => {
  test('is known again, and only that one', async () => {
    const stored = await hashPassword('現場-line-1')
    expect(stored).toMatch(/^scrypt\$32768\$8\$3\$/)
    expect(await verifyPassword('現場-line-1', stored)).toBe(true)
    expect(await verifyPassword('現場-line-2', stored)).toBe(false)
  })

  test('has a hash of its own each time', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'))
  })

  test('is the same in full and half width', async () => {
    expect(await verifyPassword('ＡＢＣ１２３', await hashPassword('ABC123'))).toBe(true)
  })

  test('never fits a user who does not exist', async () => {
    expect(await verifyPassword('', undefined)).toBe(false)
  })

  test('is not checked against something that is no hash', async () => {
    await expect(verifyPassword('x', 'plain')).rejects.toThrow('not in the form')
  })
})

describe('a new password', () => {
  test.each([
    ['line-1 is running', true],
    ['現場の第一ラインは今日も運転中', true],
    ['short', false],
    ['aaaaaaaaaaaaaaaa', false],
    ['soc-2026-genba', false],
  ])('%s may be taken by soc: %s', (password, may) => {
    expect(isStrong(password, 'soc')).toBe(may)
  })

  test('that Genba makes is strong and never the same', () => {
    const made = Array.from({ length: 50 }, newPassword)
    expect(new Set(made).size).toBe(50)
    for (const one of made) {
      expect(one).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/)
      expect(isStrong(one, 'soc')).toBe(true)
    }
  })
})
