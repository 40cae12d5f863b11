import { randomUUID } from 'node:crypto'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { TOPICS, type Topic, type TopicValue } from '@genba/contracts'
import { Kafka as KafkaJs, logLevel, type Admin, type Consumer, type EachBatchPayload, type Producer } from 'kafkajs'
import type { EngineConfig } from '../config/config.js'
import { APP_NAME, ENGINE_CONFIG, LOG } from '../tokens.js'
import './quiet-queue.js'
import { coPartition } from './co-partition.js'
import { createTopics } from './create-topics.js'
import { PART_END_MAX_MS, within } from '../end-in-time.js'
import { Readiness } from '../telemetry/health.controller.js'
import type { Log } from '../telemetry/log.js'
import { scan, type Scan, type ScanEnd } from './scan.js'
import { Slices } from './slices.js'

export type Outgoing<T extends Topic = Topic> = { key: string; value: TopicValue<T>; headers?: Record<string, string> }

export type Consume = {
  /** Name of the consumer group within this installation. */
  group: string
  /** Each call is a group of its own, which nothing is committed for: it shares no partitions with other processes. */
  isOwn?: boolean
  topics: readonly Topic[]
  /** Handles one partition's batch; when it throws, the batch comes again. Its offsets are committed after it returns, unless `commit` is manual. */
  onBatch: (payload: EachBatchPayload, topic: Topic) => Promise<void>
  commit?: 'after-batch' | 'manual'
  /** Partitions handled at the same time. */
  concurrency?: number
  /** Called at each (re)assignment with the topics' partitions that this member owns now. */
  onAssigned?: (assignment: Record<string, number[]>) => void
  fromBeginning?: boolean
}

const RESTART_MS = 1_000
/** How often a consumer that gets nothing asks again. What comes meanwhile is answered at once; an end and a rebalance wait for it. */
const IDLE_FETCH_MS = 500
/** kafkajs fetches again when all partitions of a fetch are worked off, so this bounds how long a quiet one waits for a loud one. */
const PARTITION_BYTES = 524_288

/** Kafka for one process: one producer, any number of consumers, closed together. Topic and group names carry the installation's prefix. */
@Injectable()
export class Kafka implements OnModuleDestroy {
  private readonly client: KafkaJs
  private producer: Promise<Producer> | undefined
  private readonly consumers: Consumer[] = []
  private isClosing = false

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    @Inject(APP_NAME) app: string,
    @Inject(LOG) private readonly log: Log,
    private readonly readiness: Readiness,
  ) {
    this.client = new KafkaJs({
      clientId: `genba-${app}`,
      brokers: config.KAFKA_BROKERS,
      logLevel: logLevel.INFO,
      // kafkajs prints ordinary rebalances at ERROR; here they are debug lines.
      logCreator: () => (entry) => log.debug({ kafka: entry.namespace, label: entry.label }, entry.log.message),
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 12 },
    })
  }

  topicName(topic: Topic): string {
    return `${this.config.GENBA_PREFIX}${topic}`
  }

  admin(): Admin {
    return this.client.admin()
  }

  /** Written to all in-sync replicas when it returns. */
  async send<T extends Topic>(topic: T, messages: Outgoing<T>[]): Promise<void> {
    if (messages.length === 0) return
    const producer = await this.connectProducer()
    await producer.send({
      topic: this.topicName(topic),
      acks: -1,
      messages: messages.map(({ key, value, headers }) => ({
        key,
        value: JSON.stringify(value),
        ...(headers ? { headers } : {}),
      })),
    })
  }

  connectProducer(): Promise<Producer> {
    this.producer ??= this.openProducer().catch((error: unknown) => {
      this.producer = undefined
      throw error
    })
    return this.producer
  }

  private async openProducer(): Promise<Producer> {
    const producer = this.client.producer({ allowAutoTopicCreation: false })
    await producer.connect()
    return producer
  }

  async consume(options: Consume): Promise<Consumer> {
    const part = `kafka:${options.group}`
    this.readiness.set(part, false)
    const group = options.isOwn ? `${options.group}-${randomUUID()}` : options.group
    const consumer = this.client.consumer({
      groupId: `${this.config.GENBA_PREFIX}genba-${group}`,
      partitionAssigners: [coPartition],
      sessionTimeout: 10_000,
      heartbeatInterval: 1_500,
      rebalanceTimeout: 15_000,
      maxWaitTimeInMs: IDLE_FETCH_MS,
      maxBytesPerPartition: PARTITION_BYTES,
    })
    const names = new Map(options.topics.map((topic) => [this.topicName(topic), topic]))
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.readiness.set(part, true)
      options.onAssigned?.(payload.memberAssignment)
    })
    // `run()` resolves even when the group is refused; a crash that kafkajs does not restart by itself is restarted here.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.log.error({ err: payload.error, group: options.group, restart: payload.restart }, 'consumer crashed')
      this.readiness.set(part, false)
      if (!payload.restart && !this.isClosing) setTimeout(() => void this.run(consumer, options, names), RESTART_MS)
    })
    this.consumers.push(consumer)
    await this.run(consumer, options, names)
    return consumer
  }

  private async run(consumer: Consumer, options: Consume, names: Map<string, Topic>): Promise<void> {
    await consumer.connect()
    await consumer.subscribe({ topics: [...names.keys()], fromBeginning: options.fromBeginning ?? true })
    const isManual = options.commit === 'manual'
    await consumer.run({
      autoCommit: !isManual,
      eachBatchAutoResolve: !isManual,
      partitionsConsumedConcurrently: options.concurrency ?? 3,
      eachBatch: async (payload) => {
        if (!payload.isRunning() || payload.isStale()) return
        await options.onBatch(payload, names.get(payload.batch.topic) as Topic)
        if (!isManual) await payload.commitOffsetsIfNecessary()
      },
    })
  }

  /** Reads a part of a topic, or of one key's partition, once and besides all consumer groups. */
  scan(options: Scan): Promise<ScanEnd> {
    return scan(this.client, this.topicName(options.topic), `${this.config.GENBA_PREFIX}genba-scan`, options)
  }

  /** For questions about any part of a topic; whoever has it closes it. */
  slices(topic: Topic): Slices {
    return new Slices(this.client, this.topicName(topic), `${this.config.GENBA_PREFIX}genba-slices`)
  }

  /** How many partitions a topic has. Throws when Kafka does not answer or does not have it. */
  async countPartitions(topic: Topic): Promise<number> {
    const admin = this.admin()
    try {
      await admin.connect()
      const { topics } = await admin.fetchTopicMetadata({ topics: [this.topicName(topic)] })
      const count = topics[0]?.partitions.length ?? 0
      if (count === 0) throw new Error(`${topic} has no partitions`)
      return count
    } finally {
      await admin.disconnect().catch(() => undefined)
    }
  }

  /** Of each partition of a topic the offset of its first message and the one that its next message will have. */
  async boundsOf(topic: Topic): Promise<Map<number, { first: number; end: number }>> {
    const admin = this.admin()
    try {
      await admin.connect()
      const bounds = await admin.fetchTopicOffsets(this.topicName(topic))
      return new Map(bounds.map(({ partition, low, high }) => [partition, { first: Number(low), end: Number(high) }]))
    } finally {
      await admin.disconnect().catch(() => undefined)
    }
  }

  /** Creates the topics that are not there yet; returns their names. */
  async createTopics(): Promise<string[]> {
    const admin = this.admin()
    await admin.connect()
    try {
      const existing = new Set(await admin.listTopics())
      const missing = (Object.keys(TOPICS) as Topic[]).filter((topic) => !existing.has(this.topicName(topic)))
      await createTopics(
        admin,
        missing.map((topic) => ({
          topic: this.topicName(topic),
          numPartitions: TOPICS[topic].partitions,
          configEntries: [{ name: 'retention.ms', value: String(TOPICS[topic].retentionMs) }],
        })),
      )
      return missing
    } finally {
      await admin.disconnect()
    }
  }

  /** A group that does not answer, or a producer that still tries to connect to a Kafka that is away, must not hold up the end of the process. */
  async onModuleDestroy(): Promise<void> {
    this.isClosing = true
    if (!(await within(this.leave(), PART_END_MAX_MS))) this.log.warn('Kafka was not left in time')
  }

  private async leave(): Promise<void> {
    await Promise.allSettled(this.consumers.map((consumer) => consumer.disconnect()))
    await this.producer?.then((producer) => producer.disconnect())
  }
}
