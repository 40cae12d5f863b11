import { describe, expect, it } from '@jest/globals'
import { readToEnd, type Begin, type Ends } from './read-to-end.js'

const END = { end: () => Promise.resolve() }
const never = new Promise<never>(() => undefined)

async function read(ends: Ends[], readers: Begin[]) {
  const stalls: number[][] = []
  let begun = 0
  await readToEnd({
    findEnds: () => Promise.resolve((ends.length > 1 ? ends.shift() : ends[0]) as Ends),
    begin: (took) => (readers[begun++] as Begin)(took),
    stallMs: 60,
    onStall: (missing) => stalls.push(missing),
  })
  return { stalls, begun }
}
const reads: (...parts: [number, number][]) => Begin =
  (...parts) =>
  (took) => {
    setTimeout(() => parts.forEach(([partition, next]) => took(partition, next)), 5)
    return Promise.resolve(END)
  }

describe('what is read to its end before the first alert', () => {
  it('ends with the last message of each partition', async () => {
    expect(await read([new Map([[0, 3], [4, 1]])], [reads([0, 2], [4, 1], [0, 3])])).toEqual({ stalls: [], begun: 1 }) // prettier-ignore
  })

  it('of nothing is over as soon as the reader follows', async () => {
    expect(await read([new Map()], [reads()])).toEqual({ stalls: [], begun: 1 })
  })

  it('goes on with a fresh reader when one is never answered, never reads, or never reads the rest', async () => {
    const ends = new Map([[0, 3], [1, 2]]) // prettier-ignore
    const readers = [() => never, reads(), reads([0, 3]), reads([0, 3], [1, 2])]
    expect(await read([ends], readers)).toEqual({ stalls: [[0, 1], [0, 1], [1]], begun: 4 }) // prettier-ignore
  })

  it('goes on with a fresh reader when there is nothing to read but nobody follows either', async () => {
    expect(await read([new Map()], [() => never, reads()])).toEqual({ stalls: [[]], begun: 2 })
  })

  it('does not wait for what the topic lost meanwhile', async () => {
    expect(await read([new Map([[0, 3]]), new Map()], [reads(), reads()])).toEqual({ stalls: [[0]], begun: 2 })
  })

  it('tells when a reader cannot begin', async () => {
    await expect(read([new Map([[0, 1]])], [() => Promise.reject(new Error('Kafka is away'))])).rejects.toThrow('away')
  })
})
