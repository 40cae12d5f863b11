import { Injectable } from '@nestjs/common'
import { Refused, type ReasonInput, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { IncidentStore } from './incident.store.js'
import type { Located } from './locate-incident.js'

@Injectable()
export class CloseIncident {
  constructor(
    private readonly incidents: IncidentStore,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Asks the correlator, which alone writes incidents. Asked twice of the same version it is one wish. */
  async execute(actor: Person, { id, plant }: Located, { reason }: ReasonInput): Promise<Taken> {
    this.access.require(actor, 'incident.close', plant)
    const incident = await this.incidents.getFacts(id)
    if (!incident) throw new Refused('NOT_FOUND', { incident: id })
    if (incident.state !== 'open') throw new Refused('NOT_OPEN', { incident: id })
    const wish = `${id}~close~${incident.version}`
    const value = {
      v: 1,
      id: wish,
      plant,
      incident: id,
      to: 'closed',
      reason,
      by: actor.user,
      at: this.clock.now(),
    } as const
    await this.kafka.send('lifecycle.v1', [{ key: plant, value }])
    return { id: wish }
  }
}
