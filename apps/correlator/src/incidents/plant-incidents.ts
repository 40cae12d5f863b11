import { Injectable } from '@nestjs/common'
import type { Incident } from '@genba/contracts'
import { IncidentStore } from './incident.store.js'

/** Closed incidents that are kept beside the open ones so that a late signal finds where it was; older ones are in the database. */
const CLOSED_KEPT_MS = 86_400_000
const CLOSED_MAX = 200
/** Plants held in memory; beyond it the one that was read first is read again when it is needed. */
const PLANTS_MAX = 2_000

type Known = { since: number; byId: Map<string, Incident> }

/** The incidents of this process's plants, as they are in the database: a cache, and whoever is told CHANGED_MEANWHILE forgets it. */
@Injectable()
export class PlantIncidents {
  private readonly plants = new Map<string, Known>()

  constructor(private readonly store: IncidentStore) {}

  /** All that a signal of the plant whose first alert was at `at` could belong to. */
  async of(plant: string, at: number): Promise<Incident[]> {
    const since = at - CLOSED_KEPT_MS
    let known = this.plants.get(plant)
    if (!known || known.since > since) {
      const found = await this.store.find(plant, since)
      known = { since, byId: new Map(found.map((incident) => [incident.id, incident])) }
      if (this.plants.size >= PLANTS_MAX) this.plants.delete(this.plants.keys().next().value as string)
      this.plants.set(plant, known)
    }
    return [...known.byId.values()]
  }

  put(incident: Incident): void {
    const byId = this.plants.get(incident.plant)?.byId
    if (!byId) return
    byId.set(incident.id, incident)
    const closed = [...byId.values()].filter(({ state }) => state === 'closed')
    if (closed.length > CLOSED_MAX)
      byId.delete(closed.reduce((oldest, each) => (each.lastAt < oldest.lastAt ? each : oldest)).id)
  }

  forget(plant: string): void {
    this.plants.delete(plant)
  }

  clear(): void {
    this.plants.clear()
  }
}
