import { randomUUID } from 'node:crypto'
import { PACK_HEADER, type Topic } from '@genba/contracts'
import { Partitioners, type Consumer, type Kafka } from 'kafkajs'

export type Scan = {
  topic: Topic
  /** Messages of this key, from the one partition that holds them, and packs, which may hold other keys too. */
  key: string
  /** Broker or producer time, whichever the topic keeps. */
  from: number
  until: number
  /** The whole scan ends after this long. */
  timeMs: number
  /** Takes one message's value; false ends the scan. */
  onValue: (value: Buffer, isPack: boolean) => boolean
}
/** Why a scan ended: at `until` or the end of the partition; because `onValue` had enough; because time was up. */
export type ScanEnd = 'end' | 'stopped' | 'time'

/**
 * Reads a part of one partition once, besides all consumer groups: under a group of its own that is never committed and ends with the
 * scan. What is written while it reads is left out.
 */
export async function scan(client: Kafka, name: string, group: string, options: Scan): Promise<ScanEnd> {
  const part = await locate(client, name, options)
  if (part.offset >= part.end) return 'end'
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
    return await Promise.race([read(consumer, name, part, options), late(options.timeMs, timer.signal)])
  } finally {
    timer.abort()
    await consumer.disconnect()
  }
}

type Part = { partition: number; others: number[]; offset: bigint; end: bigint }

/** The key's partition, as the producer chose it, and the offsets between the two times. */
async function locate(client: Kafka, name: string, { topic, key, from, until }: Scan): Promise<Part> {
  const admin = client.admin()
  await admin.connect()
  try {
    const [begin, stop, all] = await Promise.all([
      admin.fetchTopicOffsetsByTimestamp(name, Math.max(0, from)),
      admin.fetchTopicOffsetsByTimestamp(name, Math.max(0, until + 1)),
      admin.fetchTopicOffsets(name),
    ])
    const partitionMetadata = all.map(({ partition }) => ({
      partitionId: partition,
      partitionErrorCode: 0,
      leader: 0,
      replicas: [],
      isr: [],
    }))
    const partition = Partitioners.DefaultPartitioner()({ topic, partitionMetadata, message: { key, value: null } })
    const at = (found: { partition: number; offset: string }[]): string =>
      found.find((each) => each.partition === partition)?.offset ?? '-1'
    const high = BigInt(all.find((each) => each.partition === partition)?.high ?? '0')
    const low = BigInt(all.find((each) => each.partition === partition)?.low ?? '0')
    // -1: nothing is that new.
    const offset = BigInt(at(begin)) < 0n ? high : BigInt(at(begin))
    const end = BigInt(at(stop)) < 0n ? high : BigInt(at(stop))
    const others = all.map((each) => each.partition).filter((each) => each !== partition)
    return { partition, others, offset: offset < low ? low : offset, end }
  } finally {
    await admin.disconnect()
  }
}

async function read(consumer: Consumer, name: string, part: Part, { key, onValue }: Scan): Promise<ScanEnd> {
  let done: (end: ScanEnd) => void = () => undefined
  let failed: (error: Error) => void = () => undefined
  const ended = new Promise<ScanEnd>((resolve, reject) => {
    done = resolve
    failed = reject
  })
  let isDone = false
  const finish = (end: ScanEnd): void => {
    isDone = true
    done(end)
  }
  consumer.on(consumer.events.CRASH, ({ payload }) => failed(payload.error))
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: (payload) => {
      const { batch } = payload
      if (batch.partition !== part.partition || payload.isStale() || isDone) return Promise.resolve()
      for (const message of batch.messages) {
        if (BigInt(message.offset) < part.offset) continue
        if (BigInt(message.offset) >= part.end) break
        const isPack = message.headers?.[PACK_HEADER] !== undefined
        const isMeant = isPack || message.key?.toString() === key
        if (message.value && isMeant && !onValue(message.value, isPack)) {
          finish('stopped')
          return Promise.resolve()
        }
      }
      payload.resolveOffset(batch.lastOffset())
      if (BigInt(batch.lastOffset()) + 1n >= part.end) finish('end')
      return Promise.resolve()
    },
  })
  consumer.seek({ topic: name, partition: part.partition, offset: String(part.offset) })
  consumer.pause([{ topic: name, partitions: part.others }])
  return ended
}

const late = (timeMs: number, signal: AbortSignal): Promise<ScanEnd> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve('time'), timeMs)
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
  })
