import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { IncidentRow, PlantSummary } from '@genba/contracts'
import { FollowIncidents } from '../incidents/follow-incidents.js'
import { Plants } from '../plants/plants.js'
import { FollowSight } from './follow-sight.js'
import { summaryOf } from './summary-of.js'

/** Keeps one summary a plant, made anew when one of its rows, its alarms or the plant itself changed. */
@Injectable()
export class FollowFleet implements OnApplicationBootstrap {
  private readonly rows = new Map<string, Map<string, IncidentRow>>()
  private summaries = new Map<string, PlantSummary>()
  private readonly listeners: ((summary: PlantSummary) => void)[] = []

  constructor(
    private readonly plants: Plants,
    private readonly incidents: FollowIncidents,
    private readonly sight: FollowSight,
  ) {}

  onApplicationBootstrap(): void {
    for (const row of this.incidents.rows.list('*', Number.POSITIVE_INFINITY)) this.keep(row)
    this.readPlants()
    this.incidents.onChange(({ row }) => {
      this.keep(row)
      this.renew(row.plant)
    })
    this.plants.onChange(() => this.readPlants())
    this.sight.onChange((plants) => plants.forEach((id) => this.renew(id)))
  }

  onChange(listener: (summary: PlantSummary) => void): void {
    this.listeners.push(listener)
  }

  list(plants: '*' | readonly string[]): PlantSummary[] {
    return plants === '*' ? [...this.summaries.values()] : plants.flatMap((id) => this.summaries.get(id) ?? [])
  }

  private keep(row: IncidentRow): void {
    const ofPlant = this.rows.get(row.plant) ?? new Map<string, IncidentRow>()
    if (row.state === 'open') ofPlant.set(row.id, row)
    else ofPlant.delete(row.id)
    this.rows.set(row.plant, ofPlant)
  }

  private readPlants(): void {
    const known = new Set(this.plants.all().map(({ id }) => id))
    for (const id of this.summaries.keys()) if (!known.has(id)) this.summaries.delete(id)
    known.forEach((id) => this.renew(id))
  }

  private renew(id: string): void {
    const plant = this.plants.get(id)
    if (!plant) return
    const summary = summaryOf(plant, [...(this.rows.get(id)?.values() ?? [])], this.sight.of(id))
    if (JSON.stringify(summary) === JSON.stringify(this.summaries.get(id))) return
    this.summaries.set(id, summary)
    for (const listener of this.listeners) listener(summary)
  }
}
