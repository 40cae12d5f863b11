/** Texts that many alarms share, stored once under a small number and given back when nothing uses them. */
export type Names = { byText: Map<string, number>; texts: string[]; uses: number[]; free: number[] }

export const noNames = (): Names => ({ byText: new Map(), texts: [], uses: [], free: [] })

/** Counts one more use of the text and returns its number. */
export function retain(names: Names, text: string): number {
  const known = names.byText.get(text)
  if (known !== undefined) {
    names.uses[known]! += 1
    return known
  }
  const number = names.free.pop() ?? names.texts.length
  names.texts[number] = text
  names.uses[number] = 1
  names.byText.set(text, number)
  return number
}

export function release(names: Names, number: number): void {
  names.uses[number]! -= 1
  if (names.uses[number]! > 0) return
  names.byText.delete(names.texts[number]!)
  names.texts[number] = ''
  names.free.push(number)
}
