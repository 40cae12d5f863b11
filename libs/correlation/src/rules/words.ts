/**
 * All words that the rules of a pack look for, searched for in one pass over a text: each word stands under one pair of its neighbouring characters,
 * and only the words under the text's own pairs are looked for. Hundreds of words are asked of each new name; one after the other they took
 * a tenth of all time.
 */
export class Words {
  /** By pair, hashed: words, each with the lists that it stands in. */
  private readonly byPair: (Word[] | undefined)[] = new Array<Word[] | undefined>(SLOTS).fill(undefined)
  /** Words of less than two characters have no pair. */
  private readonly short: Word[] = []
  private readonly known = new Map<string, Word>()
  /** By list, the number of the text that has one of its words. */
  private readonly foundIn: number[] = []
  private text: unknown = undefined
  private lowered = ''
  private texts = 0

  /** A list of words, all in lower case; its number. */
  addList(words: readonly string[]): number {
    const list = this.foundIn.push(0) - 1
    for (const word of words) this.wordOf(word).lists.push(list)
    this.text = undefined
    return list
  }

  /** Whether the text, whatever its case, has a word of the list. The texts asked for one after the other are mostly the same. */
  has(list: number, text: string | number | boolean): boolean {
    if (text !== this.text) this.search(text)
    return this.foundIn[list] === this.texts
  }

  private search(text: string | number | boolean): void {
    this.text = text
    this.texts++
    const lowered = (this.lowered = String(text).toLowerCase())
    for (const word of this.short) this.look(word)
    for (let at = 1; at < lowered.length; at++) {
      const words = this.byPair[slotOf(lowered.charCodeAt(at - 1), lowered.charCodeAt(at))]
      if (words) for (let index = 0; index < words.length; index++) this.look(words[index] as Word)
    }
  }

  private look(word: Word): void {
    if (word.askedIn === this.texts) return
    word.askedIn = this.texts
    if (this.lowered.includes(word.text)) for (const list of word.lists) this.foundIn[list] = this.texts
  }

  private wordOf(text: string): Word {
    const known = this.known.get(text)
    if (known) return known
    const word: Word = { text, lists: [], askedIn: 0 }
    this.known.set(text, word)
    this.placeFor(text).push(word)
    return word
  }

  /** Where the fewest words are. */
  private placeFor(text: string): Word[] {
    if (text.length < 2) return this.short
    let best = -1
    for (let at = 1; at < text.length; at++) {
      const slot = slotOf(text.charCodeAt(at - 1), text.charCodeAt(at))
      if (best < 0 || (this.byPair[slot]?.length ?? 0) < (this.byPair[best]?.length ?? 0)) best = slot
    }
    return (this.byPair[best] ??= [])
  }
}

type Word = { text: string; lists: number[]; askedIn: number }

const SLOTS = 4_096
const slotOf = (former: number, char: number): number => (Math.imul(former, 131) + char) & (SLOTS - 1)
