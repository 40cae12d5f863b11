import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { TOPICS, type Incident, type TimelineEntry, type Topic } from '@genba/contracts'
import { Kafka, LOG, Metrics, readMessage, type Log } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { FollowIncidents } from './follow-incidents.js'

const FOLLOWED = ['incident.v1', 'timeline.v1'] as const satisfies readonly Topic[]
const PARTITIONS = FOLLOWED.reduce((sum, topic) => sum + TOPICS[topic].partitions, 0)
/** How long a message that was lost can stay unseen. */
const REREAD_MS = 60_000
/** Responses read at once. */
const READS_MAX = 16

/**
 * Every gateway process follows all plants, in a group of its own from now on: its list and its clients then need no other process,
 * there is nothing to hand over when one dies, and a room's sequence numbers have one owner. Nothing is committed; the database
 * says where to begin.
 */
@Injectable()
export class IncidentConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private readonly unreadable

  constructor(
    private readonly kafka: Kafka,
    private readonly follow: FollowIncidents,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.unreadable = metrics.counter('gateway_unreadable_total', 'Messages that could not be read', ['topic'])
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.follow.reread()
    await this.kafka.consume({
      group: 'gateway',
      isOwn: true,
      topics: FOLLOWED,
      fromBeginning: false,
      commit: 'manual',
      concurrency: PARTITIONS,
      onBatch: (payload, topic) => this.take(payload, topic),
      // Between the reading above and the first fetch, or while the connection was lost, messages may have gone by.
      onAssigned: () => this.reread(),
    })
    this.timer = setInterval(() => this.reread(), REREAD_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  private reread(): void {
    this.follow
      .reread()
      .catch((error: unknown) => this.log.warn({ err: error }, 'could not read the open incidents, trying again'))
  }

  private async take(payload: EachBatchPayload, topic: Topic): Promise<void> {
    const values = payload.batch.messages.flatMap(({ value }) => this.read(value, topic))
    if (topic === 'incident.v1')
      for (const incident of values as Incident[]) await this.follow.incidentChanged(incident)
    else await this.takeEntries(values as TimelineEntry[], () => payload.heartbeat())
    payload.resolveOffset(payload.batch.lastOffset())
    await payload.heartbeat()
  }

  private async takeEntries(entries: TimelineEntry[], heartbeat: () => Promise<void>): Promise<void> {
    const byIncident = [...groupByIncident(entries)]
    for (let from = 0; from < byIncident.length; from += READS_MAX) {
      const some = byIncident.slice(from, from + READS_MAX)
      await Promise.all(some.map(([id, its]) => this.follow.responseChanged(id, its)))
      await heartbeat()
    }
  }

  private read(value: Buffer | null, topic: Topic): unknown[] {
    const read = readMessage(value)
    if (read) return [read]
    this.unreadable.inc({ topic })
    this.log.error({ topic }, 'message is not readable, left out')
    return []
  }
}

function groupByIncident(entries: TimelineEntry[]): Map<string, TimelineEntry[]> {
  const groups = new Map<string, TimelineEntry[]>()
  for (const entry of entries) groups.set(entry.incident, [...(groups.get(entry.incident) ?? []), entry])
  return groups
}
