import { Injectable } from '@nestjs/common'
import { Refused, type HandoverSheet } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { ListCovers } from '../alarms/list-covers.js'
import { FollowIncidents } from '../incidents/follow-incidents.js'
import { Plants } from '../plants/plants.js'
import type { Person } from '../session/visitor.js'
import { handedCovers } from './handed.js'
import { Outstanding } from './outstanding.js'

/** Incidents on one sheet: more than a shift can hand over by reading. */
const INCIDENTS_MAX = 200

/** What a shift leaves to the next, as it is now. */
@Injectable()
export class MakeSheet {
  constructor(
    private readonly plants: Plants,
    private readonly follow: FollowIncidents,
    private readonly outstanding: Outstanding,
    private readonly covers: ListCovers,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, id: string): Promise<HandoverSheet> {
    const plant = this.plants.get(id)
    if (!plant) throw new Refused('NOT_FOUND', { plant: id })
    const incidents = this.follow.rows.list([id], INCIDENTS_MAX)
    const approvals = incidents.flatMap(({ id: incident, response }) =>
      (response?.waiting ?? []).map(({ id: approval, title, roles, dueAt }) => ({
        incident,
        id: approval,
        title,
        roles,
        dueAt,
      })),
    )
    return {
      ...{ at: this.clock.now(), state: plant.state, incidents, approvals },
      ...handedCovers(await this.covers.current(actor, id)),
      ...(await this.outstanding.execute(actor, id)),
    }
  }
}
