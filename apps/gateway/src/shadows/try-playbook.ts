import { Injectable } from '@nestjs/common'
import { Refused, rolesOn, type Decision, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { PlaybookStore } from '../playbooks/playbook.store.js'

@Injectable()
export class TryPlaybook {
  constructor(
    private readonly playbooks: PlaybookStore,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Asks the responder to try a version on an incident; of wishes for the same within the same moment it is one. */
  async execute(actor: Person, incident: Located, version: string): Promise<Taken> {
    this.access.require(actor, 'playbook.try', incident.plant)
    const known = await this.playbooks.get(version)
    if (!known) throw new Refused('NOT_FOUND', { playbook: version })
    const at = this.clock.now()
    const decision: Decision = {
      v: 1,
      id: `${incident.id}~shadow~${version}~${actor.user}~${at}`,
      plant: incident.plant,
      incident: incident.id,
      by: { user: actor.user, roles: rolesOn(actor, incident.plant) },
      at,
      what: { kind: 'shadow', playbook: version },
    }
    await this.kafka.send('decision.v1', [{ key: incident.plant, value: decision }])
    return { id: decision.id }
  }
}
