import { Injectable } from '@nestjs/common'
import type { Explanation, WhyQuery } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { ExplainAround } from './explain-around.js'

/** Why an alert of a zone is in no incident, or in which it is and why. */
@Injectable()
export class ExplainZoneAlert {
  constructor(
    private readonly around: ExplainAround,
    private readonly access: Access,
  ) {}

  execute(
    actor: Person,
    { plant, zone, id }: { plant: string; zone: string; id: string },
    { receivedAt }: WhyQuery,
  ): Promise<Explanation> {
    this.access.require(actor, 'incident.read', plant)
    return this.around.execute({ plant, zones: [zone], id, receivedAt })
  }
}
