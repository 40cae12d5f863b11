import { isAscii } from 'node:buffer'
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { unpackAlerts } from '@genba/contracts'
import {
  acknowledgeAll,
  adoptPack,
  correlate,
  DEFAULT_SETTINGS,
  drainSignals,
  followOrders,
  freeze,
  passTime,
  settleLeaving,
  startPartition,
  thaw,
  type FrozenPartition,
  type PartitionState,
} from '@genba/correlation'
import type { PartitionReader } from '../checkpoint/partition-reader.js'
import { ReadPartitions } from '../checkpoint/read-partitions.js'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import { Counters } from './counters.js'
import { Orders } from './orders.js'
import { ThreadRules } from './thread-rules.js'
import { WriteAlarms } from './write-alarms.js'

/** Stage one: the alerts of a zone become signals and alarms. */
@Injectable()
export class AlertConsumer implements OnApplicationBootstrap, OnModuleDestroy {
  private reader: PartitionReader<'alert.v1', 'signal.v1', PartitionState> | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly partitions: ReadPartitions,
    private readonly alarms: WriteAlarms,
    private readonly counters: Counters,
    private readonly rules: ThreadRules,
    private readonly orders: Orders,
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const settings = { ...DEFAULT_SETTINGS, latenessMs: this.config.LATENESS_MS }
    await this.orders.open()
    const reader = await this.partitions.execute({
      group: 'correlator-zones',
      from: 'alert.v1',
      to: 'signal.v1',
      keyOf: ({ plant }) => plant,
      start: (partition) => startPartition(this.rules.pack, settings, partition, this.orders.now.policy),
      thaw: (frozen, partition) =>
        thaw(frozen as FrozenPartition, this.rules.pack, settings, partition, this.orders.now.policy),
      freeze,
      renewal: ({ number, state, next }) => {
        const { pack } = this.rules
        if (state.pack === pack) return undefined
        return {
          prepare: () => settleLeaving(state, pack),
          apply: () => {
            adoptPack(state, pack)
            this.rules.noteTaken(number, next)
          },
        }
      },
      unpack: (value) => unpackAlerts(textOf(value)),
      feed: (state, alert, offset, index) => {
        followOrders(state, this.orders.now)
        correlate(state, alert, offset, index)
      },
      passTime: (state, writtenAt) => {
        followOrders(state, this.orders.now)
        passTime(state, writtenAt)
      },
      atEnd: (state) => {
        followOrders(state, this.orders.now)
        acknowledgeAll(state)
      },
      drain: drainSignals,
      count: (state) => this.counters.take(state),
      countTold: (signals) => this.counters.told(signals),
    })
    this.reader = reader
    this.timer = setInterval(() => void this.alarms.execute(reader.partitions()), this.config.TELL_MS)
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    await this.reader?.stop()
  }
}

/** UTF-8; of a long text that is ASCII the bytes are the characters, which is several times faster. */
const textOf = (value: Buffer | null): string => value?.toString(isAscii(value) ? 'latin1' : 'utf8') ?? 'null'
