import { Injectable } from '@nestjs/common'
import { Refused, rolesOn, type StepWish, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { wishOf } from './decision.js'
import { ResponseStore } from './response.store.js'

@Injectable()
export class WishStep {
  constructor(
    private readonly responses: ResponseStore,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Hands the responder how a person wants a step to go on. */
  async execute(
    actor: Person,
    incident: Located,
    step: { run: string; step: string },
    wish: { kind: StepWish; reason: string },
  ): Promise<Taken> {
    this.access.require(actor, 'step.retry', incident.plant)
    const response = await this.responses.get(incident.id)
    if (!response) throw new Refused('NOT_FOUND', { response: incident.id })
    const by = { user: actor.user, roles: rolesOn(actor, incident.plant) }
    const decision = wishOf(response, step, wish, by, this.clock.now())
    await this.kafka.send('decision.v1', [{ key: incident.plant, value: decision }])
    return { id: decision.id }
  }
}
