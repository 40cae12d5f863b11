import { setTimeout } from 'node:timers/promises'

/** The partitions that hold anything, each with the offset at which it ends. */
export type Ends = ReadonlyMap<number, number>
/** Begins a reader from the topic's beginning; it tells what it has read: `next` is the offset after the last message. */
export type Begin = (took: (partition: number, next: number) => void) => Promise<{ end: () => Promise<unknown> }>

export type ReadToEnd = {
  findEnds: () => Promise<Ends>
  begin: Begin
  /** A reader that has not begun, or read nothing, for this long is given up, and another one begins. */
  stallMs: number
  onStall: (missing: number[], readers: number) => void
}

const LOOK_MS = 20

/**
 * Resolves when all that was in a topic at the call is read; the last reader goes on. It cannot wait for ever: the ends are looked up again
 * with each reader, since what was to be read may have outlived its retention, and a reader that does not come to read (a group that is not
 * answered, a fetch that never ends) is followed by a fresh one. Rejects when a reader can't begin at all.
 */
export async function readToEnd({ findEnds, begin, stallMs, onStall }: ReadToEnd): Promise<void> {
  const missing = new Map(await findEnds())
  for (let readers = 1; ; readers++) {
    const progress = { looks: 0, hasBegun: false }
    const reader = begin((partition, next) => {
      progress.looks = 0
      if (next >= (missing.get(partition) ?? 0)) missing.delete(partition)
    })
    const begun = reader.then(() => void (progress.hasBegun = true))
    const isDone = () => progress.hasBegun && missing.size === 0
    // Looks are counted, not time: a process that stood still did not wait.
    for (; !isDone() && progress.looks * LOOK_MS < stallMs; progress.looks++)
      await Promise.race([setTimeout(LOOK_MS), begun.then(() => setTimeout(LOOK_MS))])
    if (isDone()) return
    onStall([...missing.keys()], readers)
    // What hangs may hang at its end too: it is left behind, and what it still reads is known twice.
    void reader.then((stuck) => stuck.end()).catch(() => undefined)
    const ends = await findEnds()
    for (const partition of [...missing.keys()]) if (!ends.has(partition)) missing.delete(partition)
  }
}
