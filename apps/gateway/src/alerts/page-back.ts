/** What is left of a partition: messages from `low` to below `end`; of the last of them the newest `skip` things were seen. */
export type Lane = { partition: number; low: number; end: number; skip: number }
/** The things of one message in their order. */
export type Message<T> = { offset: number; things: T[] }
/** Gives the messages of `[from, end)` of each lane asked for, in their order. */
export type Load<T> = (wanted: { partition: number; from: number; end: number }[]) => Promise<Map<number, Message<T>[]>>

export type PageOptions<T> = {
  load: Load<T>
  timeOf: (thing: T) => number
  isWanted: (thing: T) => boolean
  limit: number
  /** Things looked at; beyond it the page ends as it is. */
  lookMax: number
  /** True when time is up; the page then ends, but no page ends where it began. */
  isOver: () => boolean
}
export type Page<T> = { found: T[]; looked: number; reachedAt: number | undefined; lanes: Lane[] }

const CHUNK_FROM = 25
const CHUNK_MAX = 800

type Item<T> = { thing: T; after: Pick<Lane, 'end' | 'skip'> }

/**
 * One page backwards through all lanes at once, newest first: of the newest thing of each lane always the newest. What is left to
 * see is in `lanes`, so that pages follow each other without a gap and without seeing anything twice.
 */
export async function pageBack<T>(lanes: readonly Lane[], options: PageOptions<T>): Promise<Page<T>> {
  const { load, timeOf, isWanted, limit, lookMax, isOver } = options
  const open = lanes.map((lane) => ({ lane: { ...lane }, items: [] as Item<T>[], loaded: lane.end, chunk: CHUNK_FROM }))
  const found: T[] = []
  let looked = 0
  let reachedAt: number | undefined
  let isFurther = false
  while (found.length < limit && looked < lookMax && !(isFurther && isOver())) {
    const empty = open.filter(({ items, loaded, lane }) => items.length === 0 && loaded > lane.low)
    if (empty.length > 0) {
      const wanted = empty.map(({ lane, loaded, chunk }) => ({
        partition: lane.partition,
        from: Math.max(lane.low, loaded - chunk),
        end: loaded,
      }))
      const messages = await load(wanted)
      empty.forEach((each, index) => {
        const { lane } = each
        each.items = itemsOf(messages.get(lane.partition) ?? [], lane)
        each.loaded = wanted[index]?.from ?? lane.low
        each.chunk = Math.min(CHUNK_MAX, each.chunk * 2)
        // Nothing readable in it: it is behind us all the same.
        if (each.items.length > 0) return
        Object.assign(lane, { end: each.loaded, skip: 0 })
        isFurther = true
      })
      continue
    }
    const newest = open
      .filter(({ items }) => items.length > 0)
      .reduce<(typeof open)[number] | undefined>(
        (best, each) => (best && timeOf(headOf(best)) >= timeOf(headOf(each)) ? best : each),
        undefined,
      )
    if (!newest) break
    const { thing, after } = newest.items.pop() as Item<T>
    Object.assign(newest.lane, after)
    isFurther = true
    looked++
    reachedAt = timeOf(thing)
    if (isWanted(thing)) found.push(thing)
  }
  return { found, looked, reachedAt, lanes: open.map(({ lane }) => lane).filter(({ low, end }) => end > low) }
}

const headOf = <T>({ items }: { items: Item<T>[] }): T => (items[items.length - 1] as Item<T>).thing

/** Oldest first, so that the newest is popped. What was seen of the lane's last message is left out. */
function itemsOf<T>(messages: readonly Message<T>[], { end, skip }: Lane): Item<T>[] {
  return messages.flatMap(({ offset, things }) => {
    const left = offset === end - 1 ? things.slice(0, things.length - skip) : things
    return left.map((thing, index) => ({
      thing,
      after: index === 0 ? { end: offset, skip: 0 } : { end: offset + 1, skip: things.length - index },
    }))
  })
}
