import { Injectable } from '@nestjs/common'
import type { Topic } from '@genba/contracts'
import { Kafka } from '@genba/platform'

/** How old a known number of partitions may be: as old as kafkajs lets its own be. */
const KNOWN_MS = 300_000

/** How many partitions the topics have. */
@Injectable()
export class Partitions {
  private readonly known = new Map<Topic, { count: number; readAt: number }>()

  constructor(private readonly kafka: Kafka) {}

  async count(topic: Topic, now: number): Promise<number> {
    const known = this.known.get(topic)
    if (known && now - known.readAt < KNOWN_MS) return known.count
    const count = await this.kafka.countPartitions(topic)
    this.known.set(topic, { count, readAt: now })
    return count
  }

  /** Kafka did not take what was written by it. */
  forget(topic: Topic): void {
    this.known.delete(topic)
  }
}
