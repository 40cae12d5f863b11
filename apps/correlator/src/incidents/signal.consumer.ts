import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { isAboutAlarms, type Lifecycle, type Signal, type Topic } from '@genba/contracts'
import { Kafka, readMessage } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { ReadCounters } from '../checkpoint/read-counters.js'
import { GroupIncidents, type At } from './group-incidents.js'
import { PlantIncidents } from './plant-incidents.js'

/** Plants written at the same time; a partition's heartbeat waits for them. */
const PLANTS_AT_ONCE = 32

/**
 * Stage two: signals and what people did with incidents. Both topics have a plant's messages in the same partition, so the same
 * process has both; one batch at a time, so that a person's wish and a signal never work on the same incident at once.
 */
@Injectable()
export class SignalConsumer implements OnApplicationBootstrap {
  constructor(
    private readonly kafka: Kafka,
    private readonly group: GroupIncidents,
    private readonly known: PlantIncidents,
    private readonly counters: ReadCounters,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.kafka.consume({
      group: 'correlator-incidents',
      topics: ['signal.v1', 'lifecycle.v1'],
      concurrency: 1,
      onBatch: (payload, topic) => this.take(payload, topic),
      onAssigned: () => this.known.clear(),
    })
  }

  private async take(payload: EachBatchPayload, topic: Topic): Promise<void> {
    const { batch } = payload
    const messages = batch.messages.flatMap(({ value, offset }) => this.read(value, offset, topic))
    if (topic === 'lifecycle.v1') {
      for (const { value, order } of messages as At<Lifecycle>[])
        if (!isAboutAlarms(value)) await this.group.takeLifecycle({ value, order })
      return
    }
    const byPlant = new Map<string, At<Signal>[]>()
    for (const signal of messages as At<Signal>[]) {
      const signals = byPlant.get(signal.value.plant)
      if (signals) signals.push(signal)
      else byPlant.set(signal.value.plant, [signal])
    }
    const plants = [...byPlant]
    for (let from = 0; from < plants.length; from += PLANTS_AT_ONCE) {
      await this.group.takeSignals(new Map(plants.slice(from, from + PLANTS_AT_ONCE)))
      await payload.heartbeat()
    }
  }

  private read(value: Buffer | null, offset: string, topic: Topic): At<unknown>[] {
    const read = readMessage(value)
    if (read) return [{ value: read, order: Number(offset) }]
    this.counters.countUnreadable(topic)
    return []
  }
}
