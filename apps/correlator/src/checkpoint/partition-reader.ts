import { setImmediate } from 'node:timers/promises'
import { PACK_HEADER, readTick, TICK_HEADER, type Topic, type TopicValue } from '@genba/contracts'
import type { Drained } from '@genba/correlation'
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs'
import type { Engines } from './engines.js'
import { KeptPartitions } from './kept-partitions.js'
import type { ReadCounters } from './read-counters.js'
import type { Partition, Reading } from './reading.js'
import { Turns } from './turns.js'

/** Values read without a pause, some 10 ms; a batch of 4 MiB of packs is ten times as many, and other partitions would wait for all of it. */
const SLICE_VALUES = 2_000

/**
 * Reads one topic. The truth is the checkpoint; Kafka's committed offset only says from where to read, and never runs ahead of it. A
 * killed process, or one that lost a partition, leaves a checkpoint behind which the messages are read again and give the same.
 */
export class PartitionReader<From extends Topic, To extends Topic, State> {
  private consumer: Consumer | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly kept: KeptPartitions<From, To, State>
  private readonly open = new Map<number, Partition<State, To>>()
  private readonly turns = new Turns()
  /** Checkpoints on their way to the database. */
  private readonly saving = new Set<Promise<void>>()
  /** Partitions that were sent back to their checkpoint and may begin after it: Kafka has nothing older. */
  private readonly soughtBack = new Set<number>()
  private assignments = 0
  private isEnding = false

  constructor(
    private readonly reading: Reading<From, To, State>,
    private readonly engines: Engines,
    private readonly counters: ReadCounters,
  ) {
    this.kept = new KeptPartitions(reading, engines)
  }

  partitions(): Iterable<Partition<State, To>> {
    return this.open.values()
  }

  async start(): Promise<void> {
    this.consumer = await this.engines.kafka.consume({
      group: this.reading.group,
      topics: [this.reading.from],
      commit: 'manual',
      onBatch: (payload) => this.turns.take(payload.batch.partition, () => this.take(payload)),
      // Another process may have had the partitions meanwhile: each is taken up from its checkpoint again.
      onAssigned: (assignment) => {
        for (const number of this.open.keys()) this.counters.dropLag(this.reading.from, number)
        this.open.clear()
        this.soughtBack.clear()
        this.assignments++
        void this.takeUpKept(assignment[this.engines.kafka.topicName(this.reading.from)] ?? [])
      },
    })
    this.timer = setInterval(() => this.tellAll(), this.engines.config.TELL_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    this.isEnding = true
    await this.consumer?.stop()
    for (const partition of this.open.values())
      await this.turns
        .take(partition.number, () => this.keep(partition, 'all'))
        .catch((error: unknown) =>
          this.engines.log.warn(
            { err: error, topic: this.reading.from },
            'no last checkpoint, what came after the one before is read again',
          ),
        )
    await Promise.all(this.saving)
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const first = Number(batch.messages[0]?.offset ?? batch.lastOffset())
    const end = Number(batch.highWatermark)
    const partition = this.open.get(batch.partition) ?? (await this.takeUp(batch.partition, first, end))
    partition.end = end
    if (first > partition.next && this.seekBack(batch.topic, partition, first)) return
    await this.renew(partition)
    let pauseAt = partition.read + SLICE_VALUES
    for (const message of batch.messages) {
      const number = Number(message.offset)
      if (number < partition.next) continue
      partition.next = number + 1
      this.readMessage(partition, message, number)
      if (partition.read < pauseAt) continue
      pauseAt = partition.read + SLICE_VALUES
      await this.kept.tell(partition, 'fresh')
      await setImmediate()
    }
    this.noteEnd(partition)
    this.counters.setLag(this.reading.from, batch.partition, end - Number(batch.lastOffset()) - 1)
    await payload.heartbeat()
    await this.kept.tell(partition, 'fresh')
    payload.resolveOffset(batch.lastOffset())
    if (this.kept.isDue(partition)) await this.keep(partition)
    await payload.heartbeat()
  }

  /**
   * Goes on by changed rules from here: a checkpoint by the former ones is written first, so that a crash finds the same place. The
   * next state is what that checkpoint gives when it is taken up by the changed rules.
   */
  private async renew(partition: Partition<State, To>): Promise<void> {
    const renewal = this.reading.renewal?.(partition)
    if (!renewal) return
    await Promise.all(this.saving)
    renewal.prepare()
    const { written } = await this.kept.keep(partition, 'all')
    await this.commit(partition, await written)
    renewal.apply()
  }

  private noteEnd({ state, next, end }: Partition<State, To>): void {
    if (next >= end) this.reading.atEnd?.(state)
    this.reading.count(state)
  }

  private async takeUp(number: number, first: number, end: number): Promise<Partition<State, To>> {
    const partition = await this.kept.open(number, first, end)
    this.open.set(number, partition)
    return partition
  }

  /** What a crash left to be told and written goes out also where no message comes any more. */
  private async takeUpKept(numbers: readonly number[]): Promise<void> {
    const assignment = this.assignments
    const isOurs = () => assignment === this.assignments && !this.isEnding
    try {
      const bounds = await this.engines.kafka.boundsOf(this.reading.from)
      for (const number of numbers)
        await this.turns.take(number, async () => {
          if (!isOurs() || this.open.has(number)) return
          const partition = await this.kept.reopen(number, bounds.get(number)?.end ?? 0)
          if (partition && isOurs()) this.open.set(number, partition)
        })
    } catch (error) {
      this.engines.log.warn(
        { err: error, topic: this.reading.from },
        'partitions are taken up with their first message',
      )
    }
  }

  /** True when the partition reads on from its checkpoint instead: what Kafka has committed is ahead of it. */
  private seekBack(topic: string, { number, next }: Partition<State, To>, first: number): boolean {
    if (this.soughtBack.has(number)) {
      this.engines.log.warn(
        { topic: this.reading.from, partition: number, from: next, to: first },
        'messages after the checkpoint are not in Kafka any more',
      )
      return false
    }
    this.soughtBack.add(number)
    this.consumer?.seek({ topic, partition: number, offset: String(next) })
    return true
  }

  private readMessage(partition: Partition<State, To>, { value, headers }: KafkaMessage, offset: number): void {
    const tick = headers?.[TICK_HEADER]
    if (tick !== undefined) return this.passTime(partition, String(tick), offset)
    if (headers?.[PACK_HEADER] === undefined || !this.reading.unpack) {
      const read = this.read(value)
      if (read) this.feed(partition, read, offset)
      partition.read++
      return
    }
    const values = this.unpack(this.reading.unpack, value)
    for (let index = 0; index < values.length; index++)
      this.feed(partition, values[index] as TopicValue<From>, offset, index)
    partition.read += values.length
  }

  private unpack(unpack: (value: Buffer | null) => TopicValue<From>[], value: Buffer | null): TopicValue<From>[] {
    try {
      return unpack(value)
    } catch {
      this.counters.countUnreadable(this.reading.from)
      return []
    }
  }

  private passTime({ number, state }: Partition<State, To>, text: string, offset: number): void {
    const tick = readTick(text)
    if (!tick) return this.counters.countUnreadable(this.reading.from)
    this.attempt({ number, offset }, () => this.reading.passTime?.(state, tick.at))
  }

  private feed({ number, state }: Partition<State, To>, value: TopicValue<From>, offset: number, index?: number): void {
    this.attempt({ number, offset, index }, () => this.reading.feed(state, value, offset, index))
  }

  /** One message must not stop its zone for ever: it is told and left out. */
  private attempt(
    { number, ...place }: { number: number; offset: number; index?: number | undefined },
    work: () => void,
  ): void {
    try {
      work()
    } catch (error) {
      this.counters.countBroken(this.reading.from)
      this.engines.log.error(
        { err: error, topic: this.reading.from, partition: number, ...place },
        'the engine broke on a message, left out',
      )
    }
  }

  private read(value: Buffer | null): TopicValue<From> | undefined {
    try {
      const read = JSON.parse(value === null ? 'null' : value.toString('utf8')) as TopicValue<From> | null
      if (read?.v === 1) return read
    } catch {
      // Counted below with those of another version.
    }
    this.counters.countUnreadable(this.reading.from)
    return undefined
  }

  /** Takes a checkpoint; its offset is committed when it is written, and the reading goes on meanwhile. */
  private async keep(partition: Partition<State, To>, which: Drained = 'fresh'): Promise<void> {
    const { written } = await this.kept.keep(partition, which)
    const saving = written
      .then((offset) => this.commit(partition, offset))
      .catch((error: unknown) =>
        this.engines.log.warn(
          { err: error, topic: this.reading.from, partition: partition.number },
          'checkpoint not written, trying again',
        ),
      )
      .finally(() => this.saving.delete(saving))
    this.saving.add(saving)
  }

  private async commit(partition: Partition<State, To>, offset: number): Promise<void> {
    if (this.open.get(partition.number) !== partition) return
    const topic = this.engines.kafka.topicName(this.reading.from)
    await this.consumer
      ?.commitOffsets([{ topic, partition: partition.number, offset: String(offset) }])
      .catch((error: unknown) => this.engines.log.debug({ err: error }, 'offset not committed, the checkpoint counts'))
  }

  private tellAll(): void {
    for (const partition of this.open.values())
      // A partition that is busy has its next turn soon; turns must not pile up behind a slow engine.
      if (!this.turns.isBusy(partition.number))
        void this.turns
          .take(partition.number, () => this.tellGrown(partition))
          .catch((error: unknown) =>
            this.engines.log.warn(
              { err: error, topic: this.reading.from, partition: partition.number },
              'could not tell, trying again',
            ),
          )
  }

  private async tellGrown(partition: Partition<State, To>): Promise<void> {
    if (this.isEnding || this.open.get(partition.number) !== partition) return
    await this.renew(partition)
    this.noteEnd(partition)
    await this.kept.tell(partition, this.kept.isGrowthDue(partition) ? 'grown' : 'fresh')
    if (this.kept.isDue(partition)) await this.keep(partition)
  }
}
