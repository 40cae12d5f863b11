import { Injectable } from '@nestjs/common'
import { Refused, type Explanation } from '@genba/contracts'
import { Access } from '@genba/platform'
import { IncidentStore } from '../incidents/incident.store.js'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { ExplainAround } from './explain-around.js'

/** Why an alert is in this incident, or why it is not. */
@Injectable()
export class ExplainAlert {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly around: ExplainAround,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, located: Located, id: string): Promise<Explanation> {
    this.access.require(actor, 'incident.read', located.plant)
    const incident = await this.incidents.get(located.id)
    if (!incident) throw new Refused('NOT_FOUND', { incident: located.id })
    const sample = incident.samples.find((alert) => alert.id === id)
    return this.around.execute({
      plant: located.plant,
      zones: sample ? [sample.zone] : incident.zones,
      id,
      incident,
      sample,
    })
  }
}
