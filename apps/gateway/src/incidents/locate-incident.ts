import { Injectable } from '@nestjs/common'
import { may, Refused } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { FollowIncidents } from './follow-incidents.js'
import { IncidentStore } from './incident.store.js'

/** An incident that exists, with the plant that it belongs to. */
export type Located = { id: string; plant: string }

@Injectable()
export class LocateIncident {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly follow: FollowIncidents,
    private readonly access: Access,
  ) {}

  /** Throws Refused NOT_FOUND for an incident of another's plant too, so that nobody learns which ids exist. */
  async execute(actor: Person, id: string): Promise<Located> {
    this.access.require(actor, 'incident.read')
    const found = this.follow.rows.get(id) ?? (await this.incidents.getFacts(id))
    if (!found || !may(actor, 'incident.read', found.plant)) throw new Refused('NOT_FOUND', { incident: id })
    return { id, plant: found.plant }
  }
}
