/** A deterministic source of chance: the same seed gives the same numbers on every machine. */
export type Chance = {
  /** At least 0, below 1. */
  next: () => number
  between: (low: number, high: number) => number
  /** A whole number, both ends included. */
  whole: (low: number, high: number) => number
  pick: <T>(list: readonly T[]) => T
  /** Normal distribution, mean 0, standard deviation 1. */
  normal: () => number
}

/** Each stream of a scenario draws from its own seed, so that adding one stream leaves the records of the others as they were. */
export function chance(seed: string): Chance {
  const next = sfc32(words(seed))
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    whole,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[whole(0, list.length - 1)] as (typeof list)[number]
    },
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  }
}

/** FNV-1a over the text, once for each of the four state words. */
function words(seed: string): [number, number, number, number] {
  const word = (start: number) => {
    let hash = start
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193)
    return hash >>> 0
  }
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162)]
}

/** Chris Doty-Humphrey's sfc32: 128 bits of state, passes PractRand; the first rounds are thrown away to spread a short seed. */
function sfc32([a0, b0, c0, d0]: [number, number, number, number]): () => number {
  let [a, b, c, d] = [a0, b0, c0, d0]
  const next = () => {
    const t = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + t) | 0
    return (t >>> 0) / 0x1_0000_0000
  }
  for (let i = 0; i < 15; i++) next()
  return next
}
