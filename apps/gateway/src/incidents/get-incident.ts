import { Injectable } from '@nestjs/common'
import { Refused, type IncidentPage } from '@genba/contracts'
import { Access } from '@genba/platform'
import { GetResponse } from '../responses/get-response.js'
import type { Person } from '../session/visitor.js'
import { IncidentStore } from './incident.store.js'
import type { Located } from './locate-incident.js'

@Injectable()
export class GetIncident {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly getResponse: GetResponse,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, located: Located): Promise<IncidentPage> {
    this.access.require(actor, 'incident.read', located.plant)
    const [incident, response] = await Promise.all([
      this.incidents.get(located.id),
      this.getResponse.execute(actor, located),
    ])
    if (!incident) throw new Refused('NOT_FOUND', { incident: located.id })
    return { incident, ...(response ? { response } : {}) }
  }
}
