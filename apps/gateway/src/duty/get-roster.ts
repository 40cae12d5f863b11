import { Injectable } from '@nestjs/common'
import type { RosterPage } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { RosterStore } from './roster.store.js'
import { Who } from './who.js'

@Injectable()
export class GetRoster {
  constructor(
    private readonly rosters: RosterStore,
    private readonly who: Who,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, plant: string): Promise<RosterPage> {
    this.access.require(actor, 'plant.read', plant)
    const [roster, { who, people }] = await Promise.all([this.rosters.of(plant), this.who.on(plant, true)])
    return { roster, people, now: who }
  }
}
