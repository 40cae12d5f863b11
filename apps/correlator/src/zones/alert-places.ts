import { Injectable, type OnModuleDestroy } from '@nestjs/common'
import { partitionOf, Rounds } from '@genba/platform'
import { Engines } from '../checkpoint/engines.js'

/** As often as producers look at it. */
const LOOK_MS = 300_000

/** Which partition of alert.v1 a key lies in, as ingest chooses it. */
@Injectable()
export class AlertPlaces implements OnModuleDestroy {
  /** The same function until the topic has another number of partitions; absent before `start`. */
  partitionOf: ((key: string) => number) | undefined
  private count = 0
  private readonly rounds: Rounds

  constructor(private readonly engines: Engines) {
    this.rounds = new Rounds(
      () => this.look(),
      LOOK_MS,
      (error) => engines.log.warn({ err: error }, 'could not count the partitions of alert.v1, keeping what is known'),
    )
  }

  async start(): Promise<void> {
    await this.look()
    this.rounds.startLater()
  }

  onModuleDestroy(): void {
    this.rounds.stop()
  }

  private async look(): Promise<void> {
    const count = await this.engines.kafka.countPartitions('alert.v1')
    if (count === this.count) return
    this.count = count
    this.partitionOf = (key) => partitionOf(key, count)
  }
}
