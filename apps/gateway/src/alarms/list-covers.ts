import { Injectable } from '@nestjs/common'
import type { CoverList, PlantCover } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { CoverStore } from './cover.store.js'

const PAST_MAX = 50

@Injectable()
export class ListCovers {
  constructor(
    private readonly covers: CoverStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, plant: string): Promise<CoverList> {
    this.access.require(actor, 'alarm.read', plant)
    const now = this.clock.now()
    const [current, past] = await Promise.all([
      this.covers.listCurrent(plant, now),
      this.covers.listPast(plant, now, PAST_MAX),
    ])
    return { covers: [...current, ...past] }
  }

  /** What the next shift has to know of. */
  async current(actor: Person, plant: string): Promise<PlantCover[]> {
    this.access.require(actor, 'alarm.read', plant)
    return this.covers.listCurrent(plant, this.clock.now())
  }
}
