import { Injectable } from '@nestjs/common'
import { rolesOn, type BreakGlassInput, type ReviewInput, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import { breakGlass, review } from '@genba/playbook'
import type { Located } from '../incidents/locate-incident.js'
import { headOf } from '../responses/decision.js'
import type { Person } from '../session/visitor.js'
import { LoadApproval } from './load-approval.js'
import { requireSeen } from './seal.js'

/** One person decides alone against the rule, and another one looks at it later. Deputies can't: only a role of one's own counts. */
@Injectable()
export class BreakGlass {
  constructor(
    private readonly load: LoadApproval,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, incident: Located, approvalId: string, input: BreakGlassInput): Promise<Taken> {
    this.access.require(actor, 'approval.break-glass', incident.plant)
    const { response, approval, seen } = await this.load.execute(incident, approvalId)
    requireSeen(seen, input.seen)
    const by = { user: actor.user, roles: rolesOn(actor, incident.plant) }
    const now = this.clock.now()
    const { option, reason } = input
    breakGlass(approval, { by, option, reason, seen, now })
    const value = {
      ...headOf(response, `${response.id}~${approvalId}~${by.user}~break-glass`, by, now),
      what: {
        ...{ kind: 'break-glass' as const, approval: approvalId, reason, seen },
        ...(option === undefined ? {} : { option }),
      },
    }
    await this.kafka.send('decision.v1', [{ key: incident.plant, value }])
    return { id: value.id }
  }

  async review(actor: Person, incident: Located, approvalId: string, input: ReviewInput): Promise<Taken> {
    this.access.require(actor, 'approval.review', incident.plant)
    const { response, approval } = await this.load.execute(incident, approvalId)
    const by = { user: actor.user, roles: rolesOn(actor, incident.plant) }
    const now = this.clock.now()
    review(approval, { by, ...input, now })
    const value = {
      ...headOf(response, `${response.id}~${approvalId}~${by.user}~review`, by, now),
      what: { kind: 'review' as const, approval: approvalId, ...input },
    }
    await this.kafka.send('decision.v1', [{ key: incident.plant, value }])
    return { id: value.id }
  }
}
