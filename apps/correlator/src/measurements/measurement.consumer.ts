import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { alertKey } from '@genba/contracts'
import type { Detectors } from '@genba/correlation'
import { Kafka, LOG, partitionOf, type Log } from '@genba/platform'
import type { PartitionReader } from '../checkpoint/partition-reader.js'
import { ReadPartitions } from '../checkpoint/read-partitions.js'
import { CORRELATOR_CONFIG, DETECTORS, type CorrelatorConfig } from '../config.js'
import { Orders } from '../zones/orders.js'
import { followWindows } from './follow-windows.js'
import { MeasurementCounters } from './measurement-counters.js'
import {
  drainAlerts,
  freezeZones,
  listAccepted,
  passTime,
  startZones,
  takeCounts,
  thawZones,
  watch,
  type WatchedZones,
} from './watched-zones.js'

/** The measurements of a zone become alerts, which stage one reads like any other (docs/decisions/0005). */
@Injectable()
export class MeasurementConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  private reader: PartitionReader<'measurement.v1', 'alert.v1', WatchedZones> | undefined

  constructor(
    private readonly partitions: ReadPartitions,
    private readonly kafka: Kafka,
    private readonly counters: MeasurementCounters,
    private readonly orders: Orders,
    @Inject(LOG) private readonly log: Log,
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    @Inject(DETECTORS) private readonly detectors: ReadonlyMap<string, Detectors>,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.orders.open()
    const follow = followWindows(this.detectors)
    const plants = () => follow(this.orders.now.covers)
    const count = await this.kafka.countPartitions('measurement.v1')
    const isOwn = (partition: number) => (key: string) => partitionOf(key, count) === partition
    this.reader = await this.partitions.execute({
      group: 'correlator-measurements',
      from: 'measurement.v1',
      to: 'alert.v1',
      keyOf: ({ plant, zone }) => alertKey(this.orders.now.policy.seats.desks, plant, zone),
      start: (partition) => startZones(isOwn(partition)),
      thaw: (frozen, partition) => thawZones(frozen, plants(), isOwn(partition)),
      freeze: (state) => freezeZones(state, plants()),
      feed: (state, sample) => watch(state, plants(), sample),
      passTime: (state, writtenAt) => passTime(state, plants(), writtenAt, this.config.LATENESS_MS),
      drain: (state) => {
        const alerts = drainAlerts(state)
        this.counters.raised(alerts)
        return alerts
      },
      count: (state) => {
        for (const accepted of listAccepted(state)) this.log.info(accepted, 'changes that maintenance windows accepted')
        this.counters.take(takeCounts(state))
      },
    })
  }

  async onModuleDestroy(): Promise<void> {
    await this.reader?.stop()
  }
}
