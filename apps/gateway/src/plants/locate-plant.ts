import { Injectable } from '@nestjs/common'
import { may, Refused } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { Plants } from './plants.js'

@Injectable()
export class LocatePlant {
  constructor(
    private readonly plants: Plants,
    private readonly access: Access,
  ) {}

  /** Throws Refused NOT_FOUND for a plant that the person can't see too, so that nobody learns which ids exist. */
  execute(actor: Person, id: string): string {
    this.access.require(actor, 'plant.read')
    if (!this.plants.get(id) || !may(actor, 'plant.read', id)) throw new Refused('NOT_FOUND', { plant: id })
    return id
  }
}
