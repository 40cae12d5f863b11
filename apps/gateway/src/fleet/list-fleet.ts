import { Injectable } from '@nestjs/common'
import { plantsOf, type Fleet } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { FollowFleet } from './follow-fleet.js'

@Injectable()
export class ListFleet {
  constructor(
    private readonly fleet: FollowFleet,
    private readonly access: Access,
  ) {}

  execute(actor: Person): Fleet {
    this.access.require(actor, 'plant.read')
    return { plants: this.fleet.list(plantsOf(actor, 'plant.read')).sort((a, b) => a.id.localeCompare(b.id)) }
  }
}
