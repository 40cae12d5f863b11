import { expect, test } from '@jest/globals'
import { hexOf, printable } from './bytes.js'

const base64 = (bytes: string | number[]): string => {
  const all = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes
  return btoa(String.fromCharCode(...all))
}

test('text shows controls, marks that turn text round, and what is no UTF-8 by their codes', () => {
  expect(printable(base64('警報\t<b>\n'))).toBe('警報\t<b>\n')
  expect(printable(base64('a\u0000b\u001b[31m\u202egpj\u200b'))).toBe('a\\u{0}b\\u{1b}[31m\\u{202e}gpj\\u{200b}')
  expect(printable(base64([0x61, 0xff]))).toBe('a\\u{fffd}')
})

test('hex shows every byte with its offset', () => {
  expect(hexOf(base64([...Array.from({ length: 16 }, (_, n) => n + 60), 0]))).toBe(
    '000000  3c 3d 3e 3f 40 41 42 43 44 45 46 47 48 49 4a 4b  <=>?@ABCDEFGHIJK\n' + `000010  00${' '.repeat(45)}  .`,
  )
})
