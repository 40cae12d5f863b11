import { isAscii } from 'node:buffer'
import { setImmediate } from 'node:timers/promises'
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { PACK_HEADER, unpackAlerts, type Alert } from '@genba/contracts'
import { Kafka, LOG, type Log } from '@genba/platform'
import type { Consumer, EachBatchPayload } from 'kafkajs'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import { Counters } from './counters.js'
import { Partitions, type Partition } from './partitions.js'
import { Turns } from './turns.js'
import { WriteAlarms } from './write-alarms.js'

/** Alerts read without a pause, some 10 ms; a batch of 4 MiB of packs is ten times as many, and other partitions would wait for all of it. */
const SLICE_ALERTS = 2_000

/**
 * Stage one. The truth is the checkpoint; Kafka's committed offset only says from where to read, and never runs ahead of it. A killed
 * process, or one that lost a partition, leaves a checkpoint behind which the alerts are read again and give the same signals.
 */
@Injectable()
export class AlertConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  private consumer: Consumer | undefined
  private timer: NodeJS.Timeout | undefined
  private readonly open = new Map<number, Partition>()
  private readonly turns = new Turns()
  /** Checkpoints on their way to the database. */
  private readonly saving = new Set<Promise<void>>()
  /** Partitions that were sent back to their checkpoint and may begin after it: Kafka has nothing older. */
  private readonly soughtBack = new Set<number>()
  private isEnding = false

  constructor(
    private readonly kafka: Kafka,
    private readonly partitions: Partitions,
    private readonly alarms: WriteAlarms,
    private readonly counters: Counters,
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.consumer = await this.kafka.consume({
      group: 'correlator-zones',
      topics: ['alert.v1'],
      commit: 'manual',
      onBatch: (payload) => this.turns.take(payload.batch.partition, () => this.take(payload)),
      // Another process may have had the partitions meanwhile: each is taken up from its checkpoint again.
      onAssigned: () => {
        this.open.clear()
        this.soughtBack.clear()
      },
    })
    this.timer = setInterval(() => {
      this.tellAll()
      void this.alarms.execute(this.open.values())
    }, this.config.TELL_MS)
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    this.isEnding = true
    await this.consumer?.stop()
    for (const partition of this.open.values())
      await this.turns
        .take(partition.number, () => this.keep(partition))
        .catch((error: unknown) =>
          this.log.warn({ err: error }, 'no last checkpoint, the alerts after the one before are read again'),
        )
    await Promise.all(this.saving)
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const first = Number(batch.messages[0]?.offset ?? batch.lastOffset())
    const end = Number(batch.highWatermark)
    const partition = this.open.get(batch.partition) ?? (await this.takeUp(batch.partition, first, end))
    if (first > partition.next && this.seekBack(batch.topic, partition, first)) return
    let pauseAt = partition.state.alerts + SLICE_ALERTS
    for (const { offset, value, headers } of batch.messages) {
      const number = Number(offset)
      if (number < partition.next) continue
      partition.next = number + 1
      if (headers?.[PACK_HEADER] === undefined) {
        const alert = this.read(value)
        if (alert) this.feed(partition, alert, offset)
      } else this.readPack(value).forEach((alert, index) => this.feed(partition, alert, `${offset}:${index}`))
      if (partition.state.alerts < pauseAt) continue
      pauseAt = partition.state.alerts + SLICE_ALERTS
      this.counters.told(await this.partitions.tell(partition, 'fresh'))
      await setImmediate()
    }
    this.counters.take(partition.state)
    this.counters.setLag(batch.partition, end - Number(batch.lastOffset()) - 1)
    await payload.heartbeat()
    this.counters.told(await this.partitions.tell(partition, 'fresh'))
    payload.resolveOffset(batch.lastOffset())
    if (this.partitions.isDue(partition)) await this.keep(partition)
    await payload.heartbeat()
  }

  private async takeUp(number: number, first: number, end: number): Promise<Partition> {
    const partition = await this.partitions.open(number, first, end)
    this.open.set(number, partition)
    return partition
  }

  /** True when the partition reads on from its checkpoint instead: what Kafka has committed is ahead of it. */
  private seekBack(topic: string, { number, next }: Partition, first: number): boolean {
    if (this.soughtBack.has(number)) {
      this.log.warn(
        { partition: number, from: next, to: first },
        'alerts after the checkpoint are not in Kafka any more',
      )
      return false
    }
    this.soughtBack.add(number)
    this.consumer?.seek({ topic, partition: number, offset: String(next) })
    return true
  }

  private feed(partition: Partition, alert: Alert, offset: string): void {
    try {
      this.partitions.feed(partition, alert, offset)
    } catch (error) {
      // One alert must not stop its zone for ever: it is told and left out.
      this.counters.countBroken()
      this.log.error({ err: error, partition: partition.number, offset }, 'the engine broke on an alert, left out')
    }
  }

  private read(value: Buffer | null): Alert | undefined {
    try {
      const alert = JSON.parse(value === null ? 'null' : value.toString('utf8')) as Alert | null
      if (alert?.v === 1) return alert
    } catch {
      // Counted below with those of another version.
    }
    this.counters.countUnreadable('alert.v1')
    return undefined
  }

  private readPack(value: Buffer | null): Alert[] {
    try {
      return unpackAlerts(textOf(value))
    } catch {
      this.counters.countUnreadable('alert.v1')
      return []
    }
  }

  /** Takes a checkpoint; its offset is committed when it is written, and the reading goes on meanwhile. */
  private async keep(partition: Partition): Promise<void> {
    const { written } = await this.partitions.keep(partition)
    const saving = written
      .then((offset) => this.commit(partition, offset))
      .catch((error: unknown) =>
        this.log.warn({ err: error, partition: partition.number }, 'checkpoint not written, trying again'),
      )
      .finally(() => this.saving.delete(saving))
    this.saving.add(saving)
  }

  private async commit(partition: Partition, offset: number): Promise<void> {
    if (this.open.get(partition.number) !== partition) return
    await this.consumer
      ?.commitOffsets([
        { topic: this.kafka.topicName('alert.v1'), partition: partition.number, offset: String(offset) },
      ])
      .catch((error: unknown) => this.log.debug({ err: error }, 'offset not committed, the checkpoint counts'))
  }

  private tellAll(): void {
    for (const partition of this.open.values())
      // A partition that is busy has its next turn soon; turns must not pile up behind a slow engine.
      if (!this.turns.isBusy(partition.number))
        void this.turns
          .take(partition.number, () => this.tellGrown(partition))
          .catch((error: unknown) =>
            this.log.warn({ err: error, partition: partition.number }, 'could not tell, trying again'),
          )
  }

  private async tellGrown(partition: Partition): Promise<void> {
    if (this.isEnding || this.open.get(partition.number) !== partition) return
    this.counters.told(await this.partitions.tell(partition, 'all'))
    if (this.partitions.isDue(partition)) await this.keep(partition)
  }
}

/** UTF-8; of a long text that is ASCII the bytes are the characters, which is several times faster. */
const textOf = (value: Buffer | null): string => value?.toString(isAscii(value) ? 'latin1' : 'utf8') ?? 'null'
