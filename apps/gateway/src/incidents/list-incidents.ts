import { Injectable } from '@nestjs/common'
import { plantsOf, type IncidentList, type IncidentQuery, type IncidentRow } from '@genba/contracts'
import { Access } from '@genba/platform'
import { ReadDoing } from '../responses/read-doing.js'
import type { Person } from '../session/visitor.js'
import { FollowIncidents } from './follow-incidents.js'
import { IncidentStore } from './incident.store.js'
import { byMovement, cursorOf } from './page.js'

@Injectable()
export class ListIncidents {
  constructor(
    private readonly follow: FollowIncidents,
    private readonly incidents: IncidentStore,
    private readonly readDoing: ReadDoing,
    private readonly access: Access,
  ) {}

  /** Newest first. Open ones come from memory, closed ones from the database. */
  async execute(actor: Person, query: IncidentQuery): Promise<IncidentList> {
    this.access.require(actor, 'incident.read', query.plant)
    const plants = query.plant === undefined ? plantsOf(actor, 'incident.read') : [query.plant]
    const { state, after } = query
    // One more than a page means that there is a next one.
    const limit = query.limit + 1
    const open = state === 'closed' ? [] : this.follow.rows.list(plants, limit, after)
    const closed = state === 'open' ? [] : await this.listClosed(plants, limit, after)
    const found = [...open, ...closed].sort(byMovement)
    const incidents = found.slice(0, query.limit)
    const last = incidents.at(-1)
    return { incidents, ...(last && found.length > query.limit ? { next: cursorOf(last) } : {}) }
  }

  private async listClosed(plants: '*' | string[], limit: number, after: string | undefined): Promise<IncidentRow[]> {
    const facts = await this.incidents.list({
      state: 'closed',
      plants,
      limit,
      ...(after === undefined ? {} : { after }),
    })
    const doing = await this.readDoing.execute(facts.map(({ id }) => id))
    return facts.map((one) => {
      const response = doing.get(one.id)
      return response ? { ...one, response } : one
    })
  }
}
