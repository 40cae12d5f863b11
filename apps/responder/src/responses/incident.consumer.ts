import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { Incident } from '@genba/contracts'
import { Kafka, LOG, Metrics, type Log } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { readMessages } from './read-messages.js'
import { TakeIncident } from './take-incident.js'

/** Incidents of one partition that are taken at the same time, and how often that happens side by side: while the database writes some the next are worked on. */
const TOGETHER_MAX = 50
const LANES = 4

@Injectable()
export class IncidentConsumer implements OnApplicationBootstrap {
  private readonly unreadable
  /** Partitions of which this process has taken a batch: what comes first may be what ended another process. */
  private readonly begun = new Set<number>()

  constructor(
    private readonly kafka: Kafka,
    private readonly takeIncident: TakeIncident,
    metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.unreadable = metrics.counter(
      'responder_unreadable_incidents_total',
      'Messages of incident.v1 that did not fit their schema',
    )
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.kafka.consume({
      group: 'responder-incidents',
      topics: ['incident.v1'],
      onBatch: (payload) => this.take(payload),
      onAssigned: () => this.begun.clear(),
    })
  }

  /** Of several versions of an incident in one batch only the newest matters. */
  private async take(payload: EachBatchPayload): Promise<void> {
    const newest = new Map<string, Incident>()
    for (const incident of readMessages(payload, Incident, this.log, () => this.unreadable.inc())) {
      if (incident.version >= (newest.get(incident.id)?.version ?? 0)) newest.set(incident.id, incident)
    }
    const { partition } = payload.batch
    const waiting = [...newest.values()]
    const isRepeat = !this.begun.has(partition)
    const lane = async () => {
      while (waiting.length > 0) {
        await this.takeIncident.execute(waiting.splice(0, TOGETHER_MAX), { isRepeat })
        await payload.heartbeat()
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    this.begun.add(partition)
  }
}
