import { Injectable } from '@nestjs/common'
import { plantsOf, type IncidentList, type IncidentQuery, type IncidentRow } from '@genba/contracts'
import { Access } from '@genba/platform'
import { ReadDoing } from '../responses/read-doing.js'
import type { Person } from '../session/visitor.js'
import { FollowIncidents } from './follow-incidents.js'
import { IncidentStore } from './incident.store.js'

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
    const open = query.state === 'closed' ? [] : this.follow.rows.list(plants, query.limit)
    const closed = query.state === 'open' ? [] : await this.listClosed(plants, query.limit)
    const incidents = [...open, ...closed].sort((a, b) => b.lastAt - a.lastAt).slice(0, query.limit)
    return { incidents }
  }

  private async listClosed(plants: '*' | string[], limit: number): Promise<IncidentRow[]> {
    const facts = await this.incidents.list({ state: 'closed', plants, limit })
    const doing = await this.readDoing.execute(facts.map(({ id }) => id))
    return facts.map((one) => {
      const response = doing.get(one.id)
      return response ? { ...one, response } : one
    })
  }
}
