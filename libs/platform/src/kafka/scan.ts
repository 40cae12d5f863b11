import { randomUUID } from 'node:crypto'
import { PACK_HEADER, type Topic } from '@genba/contracts'
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { partitionOf } from './partition-of.js'

export type Place = { partition: number; offset: string }
export type Scan = {
  topic: Topic
  /** Messages of this key, from the one partition that holds them, and packs, which may hold other keys too. Absent: all messages. */
  key?: string
  /** Broker or producer time, whichever the topic keeps. */
  from: number
  until: number
  /** The whole scan ends after this long. */
  timeMs: number
  /** Called once, before the first value: how many messages lie between the two times. */
  onBegin?: (messages: number) => void
  /** Called for each message that was read, also for those that are not meant or have no value. */
  onMessage?: () => void
  /** Takes one message's value; false ends the scan. */
  onValue: (value: Buffer, isPack: boolean, place: Place) => boolean
}
/** Why a scan ended: at `until` or the end of its partitions; because `onValue` had enough; because time was up. */
export type ScanEnd = 'end' | 'stopped' | 'time'

/**
 * Reads a part of a topic once, besides all consumer groups: under a group of its own that is never committed and ends with the
 * scan. What is written while it reads is left out.
 */
export async function scan(client: Kafka, name: string, group: string, options: Scan): Promise<ScanEnd> {
  const { parts, others } = await locate(client, name, options)
  options.onBegin?.(parts.reduce((sum, { offset, end }) => sum + Number(end - offset), 0))
  if (parts.length === 0) return 'end'
  const consumer = client.consumer({
    groupId: `${group}-${randomUUID()}`,
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
    maxWaitTimeInMs: 50,
    retry: { retries: 2 },
  })
  const timer = new AbortController()
  try {
    await consumer.connect()
    await consumer.subscribe({ topics: [name], fromBeginning: false })
    return await Promise.race([read(consumer, name, parts, others, options), late(options.timeMs, timer.signal)])
  } finally {
    timer.abort()
    await consumer.disconnect()
  }
}

type Part = { partition: number; offset: bigint; end: bigint }

/** The partitions to read, each with its offsets between the two times; what has none is among the others. */
async function locate(client: Kafka, name: string, scan: Scan): Promise<{ parts: Part[]; others: number[] }> {
  const admin = client.admin()
  await admin.connect()
  try {
    const [begin, stop, all] = await Promise.all([
      admin.fetchTopicOffsetsByTimestamp(name, Math.max(0, scan.from)),
      admin.fetchTopicOffsetsByTimestamp(name, Math.max(0, scan.until + 1)),
      admin.fetchTopicOffsets(name),
    ])
    const own = scan.key === undefined ? undefined : partitionOf(scan.key, all.length)
    const parts = all.flatMap(({ partition, low, high }): Part[] => {
      // -1: nothing is that new.
      const at = (found: { partition: number; offset: string }[]): bigint => {
        const offset = BigInt(found.find((each) => each.partition === partition)?.offset ?? '-1')
        return offset < 0n ? BigInt(high) : offset
      }
      const offset = at(begin) < BigInt(low) ? BigInt(low) : at(begin)
      const end = at(stop)
      return offset < end && (own === undefined || own === partition) ? [{ partition, offset, end }] : []
    })
    const others = all.flatMap(({ partition }) =>
      parts.some((part) => part.partition === partition) ? [] : [partition],
    )
    return { parts, others }
  } finally {
    await admin.disconnect()
  }
}

async function read(
  consumer: Consumer,
  name: string,
  parts: readonly Part[],
  others: number[],
  { key, onMessage, onValue }: Scan,
): Promise<ScanEnd> {
  let done: (end: ScanEnd) => void = () => undefined
  let failed: (error: Error) => void = () => undefined
  const ended = new Promise<ScanEnd>((resolve, reject) => {
    done = resolve
    failed = reject
  })
  const open = new Map(parts.map((part) => [part.partition, part]))
  let isDone = false
  const finish = (end: ScanEnd): void => {
    isDone = true
    done(end)
  }
  const take = (payload: EachBatchPayload): void => {
    const { batch } = payload
    const part = open.get(batch.partition)
    if (!part || payload.isStale() || isDone) return
    for (const message of batch.messages) {
      if (BigInt(message.offset) < part.offset) continue
      if (BigInt(message.offset) >= part.end) break
      onMessage?.()
      const isPack = message.headers?.[PACK_HEADER] !== undefined
      const isMeant = isPack || key === undefined || message.key?.toString() === key
      const place = { partition: batch.partition, offset: message.offset }
      if (message.value && isMeant && !onValue(message.value, isPack, place)) return finish('stopped')
    }
    payload.resolveOffset(batch.lastOffset())
    if (BigInt(batch.lastOffset()) + 1n < part.end) return
    open.delete(batch.partition)
    payload.pause()
    if (open.size === 0) finish('end')
  }
  consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error))
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: (payload) => Promise.resolve(take(payload)),
  })
  for (const { partition, offset } of parts) consumer.seek({ topic: name, partition, offset: String(offset) })
  consumer.pause([{ topic: name, partitions: others }])
  return ended
}

const late = (timeMs: number, signal: AbortSignal): Promise<ScanEnd> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve('time'), timeMs)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
