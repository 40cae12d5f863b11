import { PACK_HEADER, packAlerts, zoneId, type Alert } from '@genba/contracts'
import { Partitioners } from 'kafkajs'

export type Message = { key: string; value: Buffer; partition?: number; headers?: Record<string, string> }

/** Zones whose partition is remembered: working it out costs more than writing the alert. Beyond it all are worked out anew. */
const ZONES_MAX = 100_000

/** Alerts as messages of alert.v1: those of one partition packed, each at the partition that its zone's key has in kafkajs. */
export class AlertMessages {
  private readonly place = Partitioners.DefaultPartitioner()
  private readonly partitions = new Map<string, number>()
  private count = 0

  /** `partitionCount` is what the topic has now; a zone may change its partition only with it, as with any Kafka producer. */
  of(alerts: readonly Alert[], partitionCount: number): Message[] {
    if (this.count !== partitionCount || this.partitions.size > ZONES_MAX) this.partitions.clear()
    this.count = partitionCount
    const byPartition = new Map<number, Alert[]>()
    for (const alert of alerts) {
      const partition = this.partitionOf(zoneId(alert.plant, alert.zone))
      const own = byPartition.get(partition)
      if (own) own.push(alert)
      else byPartition.set(partition, [alert])
    }
    return [...byPartition].flatMap(([partition, own]) =>
      packAlerts(own).map(({ value, count, first }) => ({
        key: zoneId(first.plant, first.zone),
        value: Buffer.from(value),
        partition,
        ...(count === 1 ? {} : { headers: { [PACK_HEADER]: String(count) } }),
      })),
    )
  }

  private partitionOf(key: string): number {
    const known = this.partitions.get(key)
    if (known !== undefined) return known
    const partitionMetadata = Array.from({ length: this.count }, (_, partitionId) => ({
      partitionId,
      leader: 0,
      partitionErrorCode: 0,
      replicas: [],
      isr: [],
    }))
    const partition = this.place({ topic: '', partitionMetadata, message: { key, value: null } })
    this.partitions.set(key, partition)
    return partition
  }
}
