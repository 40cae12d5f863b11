import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { TICK_HEADER, TOPICS, writeTick, type Topic } from '@genba/contracts'
import { Clock, Kafka, LOG, type Log } from '@genba/platform'
import type { IngestConfig } from '../config.js'
import { Partitions } from '../partitions.js'
import { INGEST_CONFIG } from '../tokens.js'

const TICKED = (Object.keys(TOPICS) as Topic[]).filter((topic) => 'ticks' in TOPICS[topic])

/** Tells every partition how far the clock has come. Each ingest does: it is the same said twice, and none of them has to be there. */
@Injectable()
export class WriteTicks implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private isWriting = false

  constructor(
    private readonly kafka: Kafka,
    private readonly partitions: Partitions,
    private readonly clock: Clock,
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.execute(), this.config.INGEST_TICK_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  /** A tick that Kafka did not take is made good by the next one. */
  private async execute(): Promise<void> {
    if (this.isWriting) return
    this.isWriting = true
    try {
      for (const topic of TICKED) await this.write(topic, this.clock.now())
    } catch (error) {
      this.log.debug({ err: error }, 'Kafka did not take a tick')
      for (const topic of TICKED) this.partitions.forget(topic)
    } finally {
      this.isWriting = false
    }
  }

  private async write(topic: Topic, now: number): Promise<void> {
    const count = await this.partitions.count(topic, now)
    const producer = await this.kafka.connectProducer()
    const headers = { [TICK_HEADER]: writeTick(now) }
    await producer.send({
      topic: this.kafka.topicName(topic),
      acks: -1,
      messages: Array.from({ length: count }, (_, partition) => ({ partition, value: null, headers })),
    })
  }
}
