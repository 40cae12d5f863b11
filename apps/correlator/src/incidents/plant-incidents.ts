import { Injectable } from '@nestjs/common'
import { openGrouping, type Grouping } from '@genba/correlation'
import { GroupingStore, SIGNALS_MAX } from './grouping.store.js'
import { IncidentStore } from './incident.store.js'

/** What is over is kept beside the open incidents for so long, so that a late signal finds where it was; older things are in the database. */
const OVER_KEPT_MS = 86_400_000
/** Plants held in memory; beyond it the one that was read first is read again when it is needed. */
const PLANTS_MAX = 2_000

type Known = { since: number; grouping: Grouping }

/** The signals and incidents of this process's plants, as they are in the database: a cache, and whoever is told CHANGED_MEANWHILE forgets it. */
@Injectable()
export class PlantIncidents {
  private readonly plants = new Map<string, Known>()

  constructor(
    private readonly incidents: IncidentStore,
    private readonly store: GroupingStore,
  ) {}

  /** All that can have to do with a signal of the plant whose first alert was at `at`. */
  async of(plant: string, at: number): Promise<Grouping> {
    const known = this.plants.get(plant)
    if (known && known.since <= at - OVER_KEPT_MS && known.grouping.signals.size <= SIGNALS_MAX) return known.grouping
    const open = await this.incidents.findOpen(plant)
    const since = Math.min(at, ...open.map(({ openedAt }) => openedAt)) - OVER_KEPT_MS
    const [over, signals, operations] = await Promise.all([
      this.incidents.findOver(plant, since),
      this.store.findSignals(plant, since),
      this.store.findOperations(plant),
    ])
    const grouping = openGrouping(plant, { signals, operations, incidents: [...open, ...over] })
    this.plants.delete(plant)
    if (this.plants.size >= PLANTS_MAX) this.plants.delete(this.plants.keys().next().value as string)
    this.plants.set(plant, { since, grouping })
    return grouping
  }

  forget(plant: string): void {
    this.plants.delete(plant)
  }

  clear(): void {
    this.plants.clear()
  }
}
