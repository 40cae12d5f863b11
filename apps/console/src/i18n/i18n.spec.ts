import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { en } from './en.js'
import { ja } from './ja.js'

type Tree = { [key: string]: string | Tree }

function flat(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flat(value, `${path}${key}.`),
  )
}
const holes = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)(?:, \w+)?\}\}/g)].map(([, name]) => name ?? '').sort()

describe('the texts', () => {
  const japanese = flat(ja)
  const english = new Map(flat(en))

  it('have the same keys in both languages', () => {
    expect([...english.keys()].sort()).toEqual(japanese.map(([key]) => key).sort())
  })
  it('have the same placeholders in both languages', () => {
    for (const [key, text] of japanese) expect([key, holes(english.get(key) ?? '')]).toEqual([key, holes(text)])
  })
  it('are never empty but for the joint between units of time', () => {
    const empty = [...japanese, ...english].filter(([, text]) => text === '').map(([key]) => key)
    expect(empty).toEqual(['time.join'])
  })
  it('are all used by a screen, by name or by the first part of a name that is put together', () => {
    const names = [...sources().matchAll(/['`]([a-z]\w*(?:\.\w+)*\.?\w*)(['`]|\$\{)/gi)]
    const whole = new Set(names.flatMap(([, name = '', end]) => (end === '${' ? [] : [name])))
    const beginnings = [
      ...new Set(names.flatMap(([, name = '', end]) => (end === '${' && name.includes('.') ? [name] : []))),
    ]
    const unused = japanese
      .map(([key]) => key.replace(/_(zero|one|other)$/, ''))
      .filter((key) => !whole.has(key) && !beginnings.some((beginning) => key.startsWith(beginning)))
    expect(unused).toEqual([])
  })
})

const sources = (): string =>
  readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.ts$|^i18n.(en|ja|screens)\b/.test(file))
    .map((file) => readFileSync(join(import.meta.dirname, '..', file), 'utf8'))
    .join('\n')
