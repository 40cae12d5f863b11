import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { revealFrom } from './secret-ref.js'

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'secret-')), 'token')
  writeFileSync(path, text)
  return path
}

describe('revealing a secret', () => {
  it('takes it from the environment or a file, without the space around it', () => {
    expect(revealFrom({ TOKEN: ' abc\n' })({ env: 'TOKEN' }).reveal()).toBe('abc')
    expect(revealFrom({})({ file: file('abc\r\n') }).reveal()).toBe('abc')
  })
  it.each([
    ['missing', {}, 'the environment has no TOKEN'],
    ['empty', { TOKEN: ' ' }, 'the environment has no TOKEN'],
    ['of two lines', { TOKEN: 'abc\ndef' }, 'TOKEN holds a line break or another control character'],
  ])('refuses one that is %s, and never says it', (_, env, message) => {
    expect(() => revealFrom(env)({ env: 'TOKEN' })).toThrow(new Error(message))
  })
  it('names the file that holds two lines', () => {
    const path = file('abc\ndef')
    expect(() => revealFrom({})({ file: path })).toThrow(new Error(`${path} holds a line break or another control character`)) // prettier-ignore
  })
})
