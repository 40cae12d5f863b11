import { Inject, Injectable } from '@nestjs/common'
import type { Alert, Signal } from '@genba/contracts'
import {
  correlate,
  DEFAULT_SETTINGS,
  drainSignals,
  freeze,
  startPartition,
  thaw,
  type PartitionState,
  type RulePack,
} from '@genba/correlation'
import { Clock, Kafka, LOG, type Log } from '@genba/platform'
import { CheckpointStore } from '../checkpoint/checkpoint.store.js'
import { CORRELATOR_CONFIG, RULES, type CorrelatorConfig } from '../config.js'

/** One partition of alert.v1 as this process has it. */
export type Partition = {
  number: number
  state: PartitionState
  /** The offset of the first alert that is not in `state`. */
  next: number
  /** Drained, but not in Kafka yet. */
  unsent: Signal[]
  /** The offset of the newest checkpoint, the alerts read until then, and when it was made. */
  keptNext: number
  keptAlerts: number
  keptAt: number
  /** A checkpoint is being written; the next one waits for it. */
  isKeeping: boolean
}

/** What is done with a partition: taken up from its checkpoint, fed, told, kept. Whoever calls sees to it that only one does at a time. */
@Injectable()
export class Partitions {
  constructor(
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    @Inject(RULES) private readonly rules: RulePack,
    private readonly kafka: Kafka,
    private readonly stores: CheckpointStore,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The partition as its checkpoint left it, or empty from `first` on. `end` is the end of the log: a checkpoint beyond it is of a topic that is gone. */
  async open(number: number, first: number, end: number): Promise<Partition> {
    const settings = { ...DEFAULT_SETTINGS, latenessMs: this.config.LATENESS_MS }
    const kept = await this.stores.load(number)
    const started = {
      number,
      state: startPartition(this.rules, settings),
      next: first,
      unsent: [],
      keptNext: first,
      keptAlerts: 0,
      keptAt: this.clock.now(),
      isKeeping: false,
    }
    if (!kept) return started
    if (kept.offset > end) {
      this.log.warn(
        { partition: number, checkpoint: kept.offset, end },
        'the topic ends before its checkpoint, so it was made anew: beginning afresh',
      )
      await this.stores.drop(number)
      return started
    }
    const state = thaw(kept.state, this.rules, settings)
    if (!state) {
      this.log.warn({ partition: number }, 'the checkpoint was written by another version, windows begin afresh')
      return { ...started, next: kept.offset, keptNext: kept.offset }
    }
    return { ...started, state, next: kept.offset, keptNext: kept.offset, keptAlerts: state.alerts }
  }

  feed(partition: Partition, alert: Alert, offset: string): void {
    correlate(partition.state, alert, offset)
  }

  /** Sends what fired, and with `all` what grew; what could not be sent is sent the next time. Returns how many. */
  async tell(partition: Partition, which: 'fresh' | 'all'): Promise<number> {
    partition.unsent.push(...drainSignals(partition.state, which))
    const told = partition.unsent.length
    if (told === 0) return 0
    await this.kafka.send(
      'signal.v1',
      partition.unsent.map((signal) => ({ key: signal.plant, value: signal })),
    )
    partition.unsent = []
    return told
  }

  isDue(partition: Partition): boolean {
    if (partition.isKeeping) return false
    return (
      partition.state.alerts - partition.keptAlerts >= this.config.CHECKPOINT_ALERTS ||
      (partition.next > partition.keptNext && this.clock.now() - partition.keptAt >= this.config.CHECKPOINT_MS)
    )
  }

  /**
   * Keeps the state with its offset. All signals that it covers are in Kafka before, so none is lost with a crash after it. The state is
   * taken when this returns; `written` gives its offset once it is in the database, and alerts may be read meanwhile.
   */
  async keep(partition: Partition): Promise<{ written: Promise<number> }> {
    await this.tell(partition, 'all')
    partition.isKeeping = true
    return { written: this.write(partition, JSON.stringify(freeze(partition.state))) }
  }

  private async write(partition: Partition, state: string): Promise<number> {
    const {
      next,
      state: { alerts },
    } = partition
    try {
      if (!(await this.stores.save(partition.number, next, state)))
        this.log.debug({ partition: partition.number, next }, 'a later checkpoint is there')
      partition.keptNext = next
      partition.keptAlerts = alerts
      return next
    } finally {
      partition.keptAt = this.clock.now()
      partition.isKeeping = false
    }
  }
}
