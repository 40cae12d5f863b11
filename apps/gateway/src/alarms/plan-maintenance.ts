import { Injectable } from '@nestjs/common'
import { MaintenanceWindow, type MaintenanceInput, type PlantCover, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { AHEAD_MS, coverId, covered, recorded } from './covering.js'
import { CoverStore } from './cover.store.js'
import { Places } from './places.js'

@Injectable()
export class PlanMaintenance {
  constructor(
    private readonly covers: CoverStore,
    private readonly places: Places,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Alerts of the zone, or of its asset, are expected work from then to then. A window in the past begins now. */
  async execute(actor: Person, plant: string, { key, from, ...window }: MaintenanceInput): Promise<Taken> {
    this.access.require(actor, 'maintenance.plan', plant)
    this.places.check(plant, window)
    const id = coverId(plant, actor.user, key)
    const at = this.clock.now()
    const by = actor.user
    const checked = MaintenanceWindow.parse({ ...window, v: 1, id, plant, by, from: Math.max(from, at + AHEAD_MS) })
    const cover = { ...checked, kind: 'maintenance' as const }
    const planned: PlantCover = { v: 1, id, version: 0, plant, at, cover }
    const act = { what: 'planMaintenance', by, at, reason: window.reason }
    await this.covers.insert(planned, [covered(planned, cover, act), recorded(planned, act)])
    return { id }
  }
}
