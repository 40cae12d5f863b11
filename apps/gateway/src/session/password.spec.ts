import { describe, expect, test } from '@jest/globals'
import { hashPassword, verifyPassword } from './password.js'

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
