import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pageBack, type Lane, type Load, type Message } from './page-back.js'

type Thing = { at: number; id: string }
type Topic = Message<Thing>[][]

const topic = fc
  .array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 90 }), { minLength: 1, maxLength: 4 })
  .map((partitions): Topic =>
    partitions.map((sizes, partition) => {
      let at = partition
      return sizes.map((size, offset) => ({
        offset,
        things: Array.from({ length: size }, (_, index) => ({ at: (at += 3), id: `${partition}:${offset}:${index}` })),
      }))
    }),
  )
const loadFrom =
  (of: Topic): Load<Thing> =>
  (wanted) =>
    Promise.resolve(
      new Map(
        wanted.map(({ partition, from, end }) => [
          partition,
          (of[partition] ?? []).filter(({ offset }) => offset >= from && offset < end),
        ]),
      ),
    )
const lanesOf = (of: Topic): Lane[] =>
  of.map((messages, partition) => ({ partition, low: 0, end: messages.length, skip: 0 }))
const all = (of: Topic) => of.flat().flatMap(({ things }) => things)

async function read(
  of: Topic,
  limit: number,
  lookMax: number,
  isWanted: (thing: Thing) => boolean,
  isOver = () => false,
) {
  const found: Thing[] = []
  let lanes = lanesOf(of).filter(({ end }) => end > 0)
  for (let page = 0; lanes.length > 0 && page < 5_000; page++) {
    const told = await pageBack(lanes, {
      load: loadFrom(of),
      timeOf: ({ at }) => at,
      isWanted,
      limit,
      lookMax,
      isOver,
    })
    expect(told.found.length).toBeLessThanOrEqual(limit)
    expect(told.looked).toBeLessThanOrEqual(lookMax)
    found.push(...told.found)
    lanes = told.lanes
  }
  return found
}

describe('pages backwards', () => {
  test('tell everything that is wanted once, newest first, however small they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        topic,
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (of, limit, look, isAlwaysOver) => {
          const isWanted = ({ at }: Thing) => at % 2 === 0
          const expected = all(of)
            .filter(isWanted)
            .sort((a, b) => b.at - a.at)
          const found = await read(of, limit, look, isWanted, () => isAlwaysOver)
          expect(found.map(({ at }) => at)).toEqual(expected.map(({ at }) => at))
          expect(new Set(found.map(({ id }) => id)).size).toBe(expected.length)
        },
      ),
      { numRuns: 200 },
    )
  })
  test('end when time is up, with what is left to see', async () => {
    const of: Topic = [
      Array.from({ length: 10 }, (_, offset) => ({ offset, things: [{ at: offset, id: `${offset}` }] })),
    ]
    const options = { load: loadFrom(of), timeOf: ({ at }: Thing) => at, isWanted: () => true, limit: 5, lookMax: 99 }
    const told = await pageBack(lanesOf(of), { ...options, isOver: () => true })
    expect(told).toMatchObject({ found: [{ id: '9' }], looked: 1, reachedAt: 9, lanes: [{ end: 9, skip: 0 }] })
  })
  test('end when time is up among messages that hold nothing, further on than they began', async () => {
    const of: Topic = [Array.from({ length: 1_000 }, (_, offset) => ({ offset, things: [] }))]
    const options = { load: loadFrom(of), timeOf: ({ at }: Thing) => at, isWanted: () => true, limit: 5, lookMax: 99 }
    const told = await pageBack(lanesOf(of), { ...options, isOver: () => true })
    expect(told).toMatchObject({ found: [], looked: 0, lanes: [{ end: 975, skip: 0 }] })
  })
})
