import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createLog } from '../telemetry/log.js'
import { FollowedFiles } from './followed-files.js'
import { hashOf, type TextFile } from './read-folders.js'

const log = createLog('spec', 'silent')
let shipped: string
let own: string
let now = 0

beforeEach(() => {
  shipped = mkdtempSync(join(tmpdir(), 'genba-shipped-'))
  own = mkdtempSync(join(tmpdir(), 'genba-own-'))
  writeFileSync(join(shipped, 'b.yml'), 'b')
  writeFileSync(join(shipped, 'a.yml'), 'a')
  writeFileSync(join(shipped, 'notes.txt'), 'x')
})
afterEach(() => {
  for (const dir of [shipped, own]) rmSync(dir, { recursive: true })
})

const read = (files: readonly TextFile[]): string => {
  const bad = files.find(({ text }) => text.includes('bad'))
  if (bad) throw new Error(`${bad.file}:1 is bad`)
  return files.map(({ text }) => text).join(' ')
}
const open = (folders = [shipped, own]) => FollowedFiles.open({ what: 'rules', folders, read, now: () => (now += 10) })

test('files of several folders are read by name, the last folder replaces', async () => {
  writeFileSync(join(own, 'a.yml'), 'mine')
  const followed = await open()
  expect(followed.held).toMatchObject({ value: 'mine b', hash: hashOf(followed.held.files) })
})

test('what changed is taken over and told once; what is not valid is refused, told once, and forgotten when it is mended', async () => {
  const followed = await open()
  const first = followed.held
  let told = 0
  followed.onChange(() => void told++)
  const look = async () => {
    await followed.refresh(log)
    await followed.refresh(log)
    return { value: followed.held.value, refused: followed.refused?.reason, told }
  }
  expect(await look()).toEqual({ value: 'a b', refused: undefined, told: 0 })
  writeFileSync(join(own, 'c.yml'), 'c')
  expect(await look()).toEqual({ value: 'a b c', refused: undefined, told: 1 })
  expect(followed.held.since).toBeGreaterThan(first.since)
  writeFileSync(join(own, 'c.yml'), 'bad')
  expect(await look()).toEqual({ value: 'a b c', refused: `${join(own, 'c.yml')}:1 is bad`, told: 2 })
  writeFileSync(join(own, 'c.yml'), 'c')
  expect(await look()).toEqual({ value: 'a b c', refused: undefined, told: 3 })
})

test('the first reading must be right', async () => {
  await expect(open([join(shipped, 'nowhere')])).rejects.toThrow('The rules folder cannot be read')
  writeFileSync(join(own, 'a.yml'), 'bad')
  await expect(open()).rejects.toThrow(/^The rules are not valid:\n.*a\.yml:1 is bad$/)
})
