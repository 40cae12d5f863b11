import type { Partition } from '../checkpoint/reading.js'

/** Writing rests for so many times as long as it took, so that incidents, which share the database, never wait for counts. */
const REST = 3
/** Who is behind counts what is over already: alerts that wait to be read are worth more (docs/decisions/0025). */
const REST_BEHIND = 12
/** Messages of a partition that wait; fewer are a batch that is being read. */
const BEHIND = 100

/** Milliseconds in which alarms and positions of these partitions are not written, after a turn that took `tookMs`. */
export function restAfter(tookMs: number, partitions: readonly Pick<Partition<unknown>, 'next' | 'end'>[]): number {
  const isBehind = partitions.some(({ next, end }) => end - next > BEHIND)
  return tookMs * (isBehind ? REST_BEHIND : REST)
}
