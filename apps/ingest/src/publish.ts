import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Refused, zoneId, type Alert, type DeadLetter, type Desks, type Topic, type TopicValue } from '@genba/contracts'
import { Kafka, LOG, Readiness, type Log } from '@genba/platform'
import { AlertMessages, type Message } from './alert-messages.js'
import type { IngestConfig } from './config.js'
import { deriveId } from './derive-id.js'
import { Partitions } from './partitions.js'
import type { Batch } from './read-batch.js'
import { INGEST_CONFIG } from './tokens.js'

/** Kafka's default for one record batch is 1 MiB; a chunk may all fall into one partition. */
const CHUNK_MAX_BYTES = 900_000
const PROBE_MS = 2_000

type From = { source: string; receivedAt: number; desks: Desks }

/** Writes a batch to Kafka, acknowledged by all in-sync replicas, or throws ENGINE_AWAY: ids make sending it again safe. */
@Injectable()
export class Publish implements OnModuleInit, OnModuleDestroy {
  private isAway = true
  private isProbing = false
  private timer: NodeJS.Timeout | undefined
  private readonly messages = new AlertMessages()

  constructor(
    private readonly kafka: Kafka,
    private readonly partitions: Partitions,
    private readonly readiness: Readiness,
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.readiness.set('kafka', false)
    void this.probe()
    this.timer = setInterval(() => void this.probe(), PROBE_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  async publish(batch: Batch, { source, receivedAt, desks }: From): Promise<void> {
    const writes = [
      async () => this.send('alert.v1', await this.pack(batch.alerts, receivedAt, desks)),
      () =>
        this.write('measurement.v1', batch.measurements, (measurement) => zoneId(measurement.plant, measurement.zone)),
      () => this.write('dead-letter.v1', deadLetters(batch, source, receivedAt), (letter) => letter.source),
    ]
    const writeAll = async () => {
      for (const write of writes) await write()
    }
    try {
      await withDeadline(writeAll(), this.config.INGEST_PUBLISH_MAX_MS)
      this.setAway(false)
    } catch (cause) {
      this.log.warn({ err: cause }, 'Kafka did not take a batch')
      this.setAway(true)
      this.partitions.forget('alert.v1')
      throw new Refused(
        'ENGINE_AWAY',
        { message: 'Kafka is not reachable; send it again, repeats are recognised' },
        { cause },
      )
    }
  }

  private async pack(alerts: readonly Alert[], now: number, desks: Desks): Promise<Message[]> {
    if (alerts.length === 0) return []
    return this.messages.of(alerts, await this.partitions.count('alert.v1', now), desks)
  }

  private write<T extends Topic>(
    topic: T,
    values: readonly TopicValue<T>[],
    keyOf: (value: TopicValue<T>) => string,
  ): Promise<void> {
    return this.send(
      topic,
      values.map((each) => ({ key: keyOf(each), value: Buffer.from(JSON.stringify(each)) })),
    )
  }

  /** One chunk after the other, so that a sender's order stays the order within a partition. */
  private async send(topic: Topic, messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return
    const producer = await this.kafka.connectProducer()
    let chunk: Message[] = []
    let bytes = 0
    const send = () => producer.send({ topic: this.kafka.topicName(topic), acks: -1, messages: chunk })
    for (const each of messages) {
      if (bytes + each.value.length > CHUNK_MAX_BYTES && chunk.length > 0) {
        await send()
        chunk = []
        bytes = 0
      }
      chunk.push(each)
      bytes += each.value.length
    }
    await send()
  }

  /** A process that is not ready gets no requests, so it must find out by itself when Kafka is back. */
  private async probe(): Promise<void> {
    if (!this.isAway || this.isProbing) return
    this.isProbing = true
    const admin = this.kafka.admin()
    try {
      await admin.connect()
      await admin.describeCluster()
      this.setAway(false)
    } catch {
      this.setAway(true)
    } finally {
      this.isProbing = false
      await admin.disconnect().catch(() => undefined)
    }
  }

  private setAway(isAway: boolean): void {
    this.isAway = isAway
    this.readiness.set('kafka', !isAway)
  }
}

const deadLetters = (batch: Batch, source: string, receivedAt: number): DeadLetter[] =>
  batch.rejected.map(({ line, field, reason, format, bytes }) => ({
    v: 1,
    id: deriveId(source, { by: 'moment', bytes, receivedAt, line }),
    source,
    receivedAt,
    format,
    reason,
    line,
    ...(field === undefined ? {} : { field }),
    originalBase64: Buffer.from(bytes).toString('base64'),
  }))

async function withDeadline(work: Promise<void>, maxMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error(`no acknowledgement within ${maxMs} ms`)), maxMs)
  })
  // What comes after the deadline has been answered for already.
  work.catch(() => undefined)
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
