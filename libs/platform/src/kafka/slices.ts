import { randomUUID } from 'node:crypto'
import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs'
import { partitionOf } from './partition-of.js'

/** Messages of a partition from one offset up to another, which is not in it. */
export type Slice = { partition: number; from: number; end: number }

const READ_MS = 5_000
/** How soon a paused consumer looks again; the price of a page at worst. */
const WAIT_MS = 10
const BYTES_MAX = 524_288

type Wanted = {
  open: Map<number, Slice>
  found: Map<number, KafkaMessage[]>
  done: () => void
}

/**
 * Reads slices of one topic on demand, besides all consumer groups. Joining a group costs more than a page may, so one paused consumer
 * stays connected from the first question on; one question at a time.
 */
export class Slices {
  private consumer: Promise<Consumer> | undefined
  private admin: Promise<Admin> | undefined
  private wanted: Wanted | undefined
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly client: Kafka,
    private readonly name: string,
    private readonly group: string,
  ) {}

  /** For each partition (or the key's only) the offsets between two times. */
  async locate(from: number, until: number, key?: string): Promise<Slice[]> {
    const admin = await (this.admin ??= this.connectAdmin())
    const [begin, stop, all] = await Promise.all([
      admin.fetchTopicOffsetsByTimestamp(this.name, Math.max(0, from)),
      admin.fetchTopicOffsetsByTimestamp(this.name, Math.max(0, until + 1)),
      admin.fetchTopicOffsets(this.name),
    ])
    const own = key === undefined ? undefined : partitionOf(key, all.length)
    return all.flatMap(({ partition, low, high }): Slice[] => {
      const at = (found: { partition: number; offset: string }[]): number => {
        const offset = Number(found.find((each) => each.partition === partition)?.offset ?? -1)
        return offset < 0 ? Number(high) : offset
      }
      const slice = { partition, from: Math.max(Number(low), at(begin)), end: at(stop) }
      return slice.from < slice.end && (own === undefined || own === partition) ? [slice] : []
    })
  }

  /** The messages of each slice in their order. Rejects when Kafka does not answer in time. */
  read(slices: readonly Slice[]): Promise<Map<number, KafkaMessage[]>> {
    const turn = this.last.then(() => this.readNow(slices))
    this.last = turn.catch(() => undefined)
    return turn
  }

  async close(): Promise<void> {
    const { consumer, admin } = this
    this.consumer = this.admin = undefined
    await Promise.allSettled([consumer?.then((each) => each.disconnect()), admin?.then((each) => each.disconnect())])
  }

  private async readNow(slices: readonly Slice[]): Promise<Map<number, KafkaMessage[]>> {
    const found = new Map<number, KafkaMessage[]>()
    if (slices.length === 0) return found
    const consumer = await (this.consumer ??= this.connect())
    let timer: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no slice of ${this.name} within ${READ_MS} ms`)), READ_MS)
        this.wanted = { open: new Map(slices.map((slice) => [slice.partition, slice])), found, done: resolve }
        for (const { partition, from } of slices) {
          consumer.seek({ topic: this.name, partition, offset: String(from) })
          consumer.resume([{ topic: this.name, partitions: [partition] }])
        }
      })
      return found
    } catch (error) {
      await this.close()
      throw error
    } finally {
      clearTimeout(timer)
      this.wanted = undefined
    }
  }

  private async connect(): Promise<Consumer> {
    const consumer = this.client.consumer({
      groupId: `${this.group}-${randomUUID()}`,
      sessionTimeout: 10_000,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: WAIT_MS,
      maxBytesPerPartition: BYTES_MAX,
      retry: { retries: 2 },
    })
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [this.name], fromBeginning: false })
      const joined = new Promise<void>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve()))
      consumer.on(consumer.events.CRASH, () => (this.consumer = undefined))
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 8,
        eachBatch: (payload) => Promise.resolve(this.take(payload)),
      })
      consumer.pause([{ topic: this.name }])
      await joined
      return consumer
    } catch (error) {
      this.consumer = undefined
      await consumer.disconnect().catch(() => undefined)
      throw error
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.client.admin()
    await admin.connect().catch((error: unknown) => {
      this.admin = undefined
      throw error
    })
    return admin
  }

  private take(payload: EachBatchPayload): void {
    const { batch } = payload
    const slice = this.wanted?.open.get(batch.partition)
    if (!this.wanted || !slice || payload.isStale()) {
      payload.pause()
      return
    }
    const messages = this.wanted.found.get(batch.partition) ?? []
    this.wanted.found.set(batch.partition, messages)
    for (const message of batch.messages) {
      const offset = Number(message.offset)
      if (offset >= slice.from && offset < slice.end) messages.push(message)
    }
    payload.resolveOffset(batch.lastOffset())
    if (Number(batch.lastOffset()) + 1 < slice.end) return
    payload.pause()
    this.wanted.open.delete(batch.partition)
    if (this.wanted.open.size === 0) this.wanted.done()
  }
}
