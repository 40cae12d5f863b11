import { Inject, Injectable } from '@nestjs/common'
import { openGrouping, type Grouping } from '@genba/correlation'
import { LOG, Metrics, type Log } from '@genba/platform'
import { GroupingStore, SIGNALS_MAX } from './grouping.store.js'
import { IncidentStore } from './incident.store.js'

/** What is over is kept beside the open incidents for so long, so that a late signal finds where it was; older things are in the database. */
export const OVER_KEPT_MS = 86_400_000
/** Signals that may come to a full plant before it is read again: reading fifty thousand for each would stand still. */
const ROOM = SIGNALS_MAX / 10
/** Plants held in memory; beyond it the one that was read first is read again when it is needed. */
const PLANTS_MAX = 2_000

type Known = { since: number; grouping: Grouping }

/** The signals and incidents of this process's plants, as they are in the database: a cache, and whoever is told CHANGED_MEANWHILE forgets it. */
@Injectable()
export class PlantIncidents {
  private readonly plants = new Map<string, Known>()
  /** By plant, how many signals are counted as left out: each reading finds the same ones again. */
  private readonly leftOut = new Map<string, number>()
  private readonly evicted

  constructor(
    private readonly incidents: IncidentStore,
    private readonly store: GroupingStore,
    metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    // The threads of the zones count under the same name what they let go.
    this.evicted = metrics.counter('correlator_evicted_total', 'What bounds of memory have let go', ['what'])
  }

  /** All that can have to do with a signal of the plant whose first alert was at `at`. */
  async of(plant: string, at: number): Promise<Grouping> {
    const known = this.plants.get(plant)
    if (known && known.since <= at - OVER_KEPT_MS && known.grouping.signals.size <= SIGNALS_MAX + ROOM)
      return known.grouping
    const open = await this.incidents.findOpen(plant)
    const since = Math.min(at, ...open.map(({ openedAt }) => openedAt)) - OVER_KEPT_MS
    const [over, signals, operations] = await Promise.all([
      this.incidents.findOver(plant, since),
      this.store.findSignals(plant, since),
      this.store.findOperations(plant),
    ])
    if (signals.length >= SIGNALS_MAX) await this.noteLeftOut(plant, since)
    else this.leftOut.delete(plant)
    const grouping = openGrouping(plant, { signals, operations, incidents: [...open, ...over] })
    this.plants.delete(plant)
    if (this.plants.size >= PLANTS_MAX) this.plants.delete(this.plants.keys().next().value as string)
    this.plants.set(plant, { since, grouping })
    return grouping
  }

  /** Of a plant with more signals than memory takes those that ended first are in no incident any more; how many stands in the metric. */
  private async noteLeftOut(plant: string, since: number): Promise<void> {
    const leftOut = (await this.store.countSignals(plant, since)) - SIGNALS_MAX
    const before = this.leftOut.get(plant) ?? 0
    this.leftOut.set(plant, leftOut)
    if (leftOut <= before) return
    this.evicted.inc({ what: 'incident-signals' }, leftOut - before)
    this.log.warn(
      { plant, leftOut, max: SIGNALS_MAX },
      'a plant has more signals than memory takes, the oldest are left out',
    )
  }

  forget(plant: string): void {
    this.plants.delete(plant)
  }

  clear(): void {
    this.plants.clear()
  }
}
