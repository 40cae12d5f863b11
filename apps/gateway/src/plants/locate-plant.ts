import { Injectable } from '@nestjs/common'
import { may, Refused, type Permission } from '@genba/contracts'
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
  execute(actor: Person, permission: Permission, id: string): string {
    this.access.require(actor, permission)
    if (!this.plants.get(id) || !may(actor, permission, id)) throw new Refused('NOT_FOUND', { plant: id })
    return id
  }
}
