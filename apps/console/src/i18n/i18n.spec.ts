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
})
