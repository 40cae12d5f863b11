import { itemsOf, type Item, type Selection } from './trace.js'

type Base = { test: Selection }

/** How the base rules of a pack read names that differ in their digits alone. */
export type NameShapes = {
  /** Indexes of base rules that compare the name with plain words only, and of the others: those with an expression or a wildcard. */
  plain: readonly number[]
  others: readonly number[]
  /** The words of plain rules that have a digit, each digit written 0, in lower case. */
  numbered: readonly string[]
}

const PLAIN = new Set(['contains', 'startswith', 'endswith', 'all', 'cased'])
const DIGITS = /[0-9]/g
const HAS_DIGIT = /[0-9]/
const SPECIAL = /[*?\\]/

export function readShapes(bases: readonly Base[]): NameShapes {
  const numbered = new Set<string>()
  const plain: number[] = []
  const others: number[] = []
  bases.forEach(({ test }, index) => {
    const items = itemsOf(test).filter(({ field }) => field === 'name')
    const isPlain = items.every(isWord)
    ;(isPlain ? plain : others).push(index)
    if (!isPlain) return
    for (const word of items.flatMap(({ expected }) => expected.map(String)))
      if (HAS_DIGIT.test(word)) numbered.add(shapeOf(word).toLowerCase())
  })
  return { plain, others, numbered: [...numbered] }
}

/** The text with each digit written 0: tags, addresses and counts of one kind of alert look the same. */
export const shapeOf = (text: string): string => text.replace(DIGITS, '0')

/**
 * Whether plain rules say the same of all names of that shape. A word without digits is in a name just where it is in the name's shape; a
 * word with digits can only be where its own shape is.
 */
export function isDecisive({ numbered }: NameShapes, shape: string): boolean {
  const lowered = shape.toLowerCase()
  for (const word of numbered) if (lowered.includes(word)) return false
  return true
}

const isWord = ({ modifiers, expected }: Item): boolean =>
  modifiers.every((modifier) => PLAIN.has(modifier)) &&
  expected.every((word) => typeof word === 'string' && !SPECIAL.test(word))
