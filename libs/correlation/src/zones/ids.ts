/**
 * Ids of one generation, each as a hash of 64 bits in a table with open addressing: `slots` holds two words an id, both 0 where it is empty. As strings
 * in a Set a million ids took 70 MB of the collector's heap, which it walked again and again; here they take 10–20 MB outside it.
 *
 * Two ids of one zone with the same hash would pass for one alert. In a zone with 1,000 ids remembered the chance is 1 in 10^16 for each alert, in one
 * with all 500,000 that may be remembered 1 in 4 · 10^13.
 */
export type Ids = { slots: Int32Array; count: number }
export type Hash = { high: number; low: number }

const FIRST_SLOTS = 4

export const noIds = (): Ids => ({ slots: EMPTY, count: 0 })
const EMPTY = new Int32Array(2)

/** Into `hash`, which is given back: one for all, because this is asked of every alert. */
export function hashId(id: string, hash: Hash): Hash {
  let high = 0x2f0b4c47
  let low = 0x68e31da4
  for (let at = 0; at < id.length; at++) {
    const char = id.charCodeAt(at)
    high = Math.imul(high ^ char, 0x9e3779b1)
    low = Math.imul(low ^ char, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  // 0 and 0 is an empty slot.
  hash.high = high | 0
  hash.low = low || 1
  return hash
}

export function hasId({ slots }: Ids, { high, low }: Hash): boolean {
  const at = placeOf(slots, high, low)
  return slots[at + 1] !== 0
}

/** Of an id that is not there. */
export function addId(ids: Ids, { high, low }: Hash): void {
  if ((ids.count + 1) * 8 > ids.slots.length * 3) grow(ids)
  put(ids.slots, high, low)
  ids.count++
}

function grow(ids: Ids): void {
  const { slots } = ids
  const grown = new Int32Array(Math.max(2 * FIRST_SLOTS, slots.length * 2))
  for (let at = 0; at < slots.length; at += 2) if (slots[at + 1] !== 0) put(grown, slots[at]!, slots[at + 1]!)
  ids.slots = grown
}

function put(slots: Int32Array, high: number, low: number): void {
  const at = placeOf(slots, high, low)
  slots[at] = high
  slots[at + 1] = low
}

/** The hash's slot, or the empty one where it belongs. */
function placeOf(slots: Int32Array, high: number, low: number): number {
  const mask = slots.length - 2
  let at = (high << 1) & mask
  while (slots[at + 1] !== 0 && (slots[at] !== high || slots[at + 1] !== low)) at = (at + 2) & mask
  return at
}

const SIXTY_FOUR = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_'
const DIGITS = 6
const NONE = '.'

/** The table slot by slot as text, so that it is the very same after a restart: twelve characters an id, one where there is none. */
export function writeIds({ slots, count }: Ids): string {
  if (count === 0) return ''
  const parts: string[] = []
  for (let at = 0; at < slots.length; at += 2)
    parts.push(slots[at + 1] === 0 ? NONE : writeWord(slots[at]!) + writeWord(slots[at + 1]!))
  return parts.join('')
}

export function readIds(text: string): Ids {
  const words: number[] = []
  let count = 0
  for (let at = 0; at < text.length;) {
    if (text[at] === NONE) {
      words.push(0, 0)
      at++
    } else {
      words.push(readWord(text, at), readWord(text, at + DIGITS))
      at += 2 * DIGITS
      count++
    }
  }
  return count === 0 ? noIds() : { slots: Int32Array.from(words), count }
}

function writeWord(word: number): string {
  let text = ''
  for (let digit = 0; digit < DIGITS; digit++) text += SIXTY_FOUR[(word >>> (6 * digit)) & 63]!
  return text
}

function readWord(text: string, from: number): number {
  let word = 0
  for (let digit = 0; digit < DIGITS; digit++) word |= SIXTY_FOUR.indexOf(text[from + digit]!) << (6 * digit)
  return word
}
