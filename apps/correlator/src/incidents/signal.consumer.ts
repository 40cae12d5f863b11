import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { Lifecycle, Signal, Topic } from '@genba/contracts'
import { Kafka, readMessage } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { ReadCounters } from '../checkpoint/read-counters.js'
import { AbsorbSignals } from './absorb-signals.js'
import { CloseIncident } from './close-incident.js'
import { PlantIncidents } from './plant-incidents.js'

/** Plants written at the same time; the incidents of one plant are written one after the other. */
const PLANTS_AT_ONCE = 8

/**
 * Stage two: signals and what people decided about incidents. Both topics have a plant's messages in the same partition, so the same
 * process has both; one batch at a time, so that a closing and a signal never work on the same incident at once.
 */
@Injectable()
export class SignalConsumer implements OnApplicationBootstrap {
  constructor(
    private readonly kafka: Kafka,
    private readonly absorb: AbsorbSignals,
    private readonly close: CloseIncident,
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
    const values = batch.messages.flatMap(({ value }) => this.read(value, topic))
    if (topic === 'lifecycle.v1') {
      for (const lifecycle of values as Lifecycle[]) await this.close.execute(lifecycle)
      return
    }
    const byPlant = new Map<string, Signal[]>()
    for (const signal of values as Signal[]) {
      const signals = byPlant.get(signal.plant)
      if (signals) signals.push(signal)
      else byPlant.set(signal.plant, [signal])
    }
    const plants = [...byPlant]
    for (let from = 0; from < plants.length; from += PLANTS_AT_ONCE) {
      await Promise.all(
        plants.slice(from, from + PLANTS_AT_ONCE).map(([plant, signals]) => this.absorb.execute(plant, signals)),
      )
      await payload.heartbeat()
    }
  }

  private read(value: Buffer | null, topic: Topic): unknown[] {
    const read = readMessage(value)
    if (read) return [read]
    this.counters.countUnreadable(topic)
    return []
  }
}
