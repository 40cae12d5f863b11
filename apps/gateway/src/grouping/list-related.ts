import { Injectable } from '@nestjs/common'
import { Refused, RELATED_MAX, type RelatedIncidents } from '@genba/contracts'
import { Access } from '@genba/platform'
import { IncidentStore } from '../incidents/incident.store.js'
import type { Located } from '../incidents/locate-incident.js'
import { Plants } from '../plants/plants.js'
import type { Person } from '../session/visitor.js'
import { rank, relate } from './related.js'

@Injectable()
export class ListRelated {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly plants: Plants,
    private readonly access: Access,
  ) {}

  /** Open incidents of the same plant and world, those with most in common first. */
  async execute(actor: Person, { id, plant }: Located): Promise<RelatedIncidents> {
    this.access.require(actor, 'incident.read', plant)
    const [incident, open] = await Promise.all([this.incidents.get(id), this.incidents.listOpenWhole(plant)])
    if (!incident) throw new Refused('NOT_FOUND', { incident: id })
    const conduits = this.plants.get(plant)?.conduits ?? []
    const others = open.filter((other) => other.id !== id && other.drill === incident.drill)
    return {
      incidents: rank(
        others.map((other) => relate(incident, other, { conduits })),
        RELATED_MAX,
      ),
    }
  }
}
