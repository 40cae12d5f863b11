import { Injectable } from '@nestjs/common'
import { Refused, rolesOn, type DecideInput, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { decisionOn } from './decision.js'
import { ResponseStore } from './response.store.js'

@Injectable()
export class Decide {
  constructor(
    private readonly responses: ResponseStore,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Hands a person's answer to the responder, which alone writes responses: of answers that race, the first one in the topic counts. */
  async execute(actor: Person, incident: Located, approval: string, input: DecideInput): Promise<Taken> {
    this.access.require(actor, 'approval.decide', incident.plant)
    const response = await this.responses.get(incident.id)
    if (!response) throw new Refused('NOT_FOUND', { response: incident.id })
    const by = { user: actor.user, roles: rolesOn(actor, incident.plant) }
    const decision = decisionOn(response, approval, by, input, this.clock.now())
    await this.kafka.send('decision.v1', [{ key: incident.plant, value: decision }])
    return { id: decision.id }
  }
}
