/**
 * Which pairs of neighbouring characters a text has, hashed into 1,024 bits. A word whose pairs are not all there is not in the text: of some
 * hundreds of words that the rules look for in a name, this leaves one or two to be looked for.
 */
export type Pairs = Int32Array

const BITS = 1_024
const slotOf = (former: number, char: number): number => (Math.imul(former, 37) + char) & (BITS - 1)

/** Into `pairs`, which is emptied before. */
export function readPairs(text: string, pairs: Pairs = new Int32Array(BITS / 32)): Pairs {
  pairs.fill(0)
  let former = text.charCodeAt(0)
  for (let at = 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    const slot = slotOf(former, char)
    pairs[slot >>> 5]! |= 1 << (slot & 31)
    former = char
  }
  return pairs
}

/** The slots of a word's pairs, each once. */
export function pairsOf(word: string): Int32Array {
  const slots = new Set<number>()
  for (let at = 1; at < word.length; at++) slots.add(slotOf(word.charCodeAt(at - 1), word.charCodeAt(at)))
  return Int32Array.from(slots)
}

export function hasPairs(pairs: Pairs, slots: Int32Array): boolean {
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at]!
    if ((pairs[slot >>> 5]! & (1 << (slot & 31))) === 0) return false
  }
  return true
}
