import { Injectable } from '@nestjs/common'
import { areDeputiesAsked, type DecideInput, type Taken } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import { answer } from '@genba/playbook'
import { Who } from '../duty/who.js'
import type { Located } from '../incidents/locate-incident.js'
import { headOf } from '../responses/decision.js'
import type { Person } from '../session/visitor.js'
import { LoadApproval } from './load-approval.js'
import { requireSeen } from './seal.js'

@Injectable()
export class Decide {
  constructor(
    private readonly load: LoadApproval,
    private readonly who: Who,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /**
   * Hands a person's answer to the responder, which alone writes responses: of answers that race, the first one in the topic counts.
   * The rule is asked here too, so that who can't decide is told at once. Sent twice it is one decision; going over to another way is another.
   */
  async execute(actor: Person, incident: Located, approvalId: string, input: DecideInput): Promise<Taken> {
    this.access.require(actor, 'approval.decide', incident.plant)
    const { response, approval, seen } = await this.load.execute(incident, approvalId)
    requireSeen(seen, input.seen)
    const by = await this.who.decider(actor.user, incident.plant, areDeputiesAsked(approval))
    const now = this.clock.now()
    const { answer: said, option, reason } = input
    answer(approval, { by, answer: said, option, reason, seen, now })
    const way = option === undefined ? [] : [option]
    const before = approval.answers.filter(({ user }) => user === by.user).length
    const value = {
      ...headOf(
        response,
        [response.id, approvalId, by.user, ...way, ...(before > 0 ? [before] : [])].join('~'),
        by,
        now,
      ),
      what: {
        ...{ kind: 'approval' as const, approval: approvalId, answer: said, reason, seen },
        ...(option === undefined ? {} : { option }),
      },
    }
    await this.kafka.send('decision.v1', [{ key: incident.plant, value }])
    return { id: value.id }
  }
}
