import { alertKey, NO_DESKS, PACK_HEADER, packAlerts, zoneId, type Alert, type Desks } from '@genba/contracts'
import { partitionOf } from '@genba/platform'

export type Message = { key: string; value: Buffer; partition?: number; headers?: Record<string, string> }

/** Zones whose partition is remembered: working it out costs more than writing the alert. Beyond it all are worked out anew. */
const ZONES_MAX = 100_000

/** Alerts as messages of alert.v1: those of one partition packed, each at the partition that the key of its desk or zone has in kafkajs. */
export class AlertMessages {
  private readonly partitions = new Map<string, number>()
  private count = 0
  private desks = NO_DESKS

  /** `partitionCount` is what the topic has now; a zone changes its partition only with it, or with its desk. `desks` is the same object until one changes. */
  of(alerts: readonly Alert[], partitionCount: number, desks: Desks): Message[] {
    if (this.count !== partitionCount || this.desks !== desks || this.partitions.size > ZONES_MAX)
      this.partitions.clear()
    this.count = partitionCount
    this.desks = desks
    const byPartition = new Map<number, Alert[]>()
    for (const alert of alerts) {
      const partition = this.partitionOf(alert)
      const own = byPartition.get(partition)
      if (own) own.push(alert)
      else byPartition.set(partition, [alert])
    }
    return [...byPartition].flatMap(([partition, own]) =>
      packAlerts(own).map(({ value, count, first }) => ({
        key: alertKey(desks, first.plant, first.zone),
        value: Buffer.from(value),
        partition,
        ...(count === 1 ? {} : { headers: { [PACK_HEADER]: String(count) } }),
      })),
    )
  }

  private partitionOf({ plant, zone }: Alert): number {
    const id = zoneId(plant, zone)
    const known = this.partitions.get(id)
    if (known !== undefined) return known
    const partition = partitionOf(alertKey(this.desks, plant, zone), this.count)
    this.partitions.set(id, partition)
    return partition
  }
}
