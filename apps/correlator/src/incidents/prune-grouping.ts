import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Clock, LOG, Metrics, type Log } from '@genba/platform'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import { GroupingStore } from './grouping.store.js'
import { OVER_KEPT_MS } from './plant-incidents.js'
import { keptFrom } from './kept-from.js'

const EVERY_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * Lets go of signals and grouping operations that are older than `GROUPING_DAYS` and that no incident which is open, or was closed since, can have to
 * do with: a closing may be undone. Incidents stay, with what they say of both. Any process may do it, and any number of them at once.
 */
@Injectable()
export class PruneGrouping implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private readonly pruned

  constructor(
    private readonly groupings: GroupingStore,
    private readonly clock: Clock,
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    @Inject(LOG) private readonly log: Log,
    metrics: Metrics,
  ) {
    this.pruned = metrics.counter('correlator_pruned_total', 'Documents that outlived their retention', ['what'])
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.execute().catch((error: unknown) => this.log.warn({ err: error }, 'could not prune signals, trying again'))
    }, EVERY_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  async execute(): Promise<void> {
    const before = this.clock.now() - this.config.GROUPING_DAYS * DAY_MS
    const later = keptFrom(await this.groupings.firstOpened(before), before, OVER_KEPT_MS)
    const dropped = [await this.groupings.drop({ isNot: [...later.keys()] }, before)]
    for (const [plant, at] of later) dropped.push(await this.groupings.drop({ is: plant }, at))
    for (const what of ['signals', 'operations'] as const)
      this.pruned.inc(
        { what },
        dropped.reduce((sum, each) => sum + each[what], 0),
      )
  }
}
