import { Injectable } from '@nestjs/common'
import { Refused, type RenewInput, type ResponseDecision, type Taken, type UndoHoldInput } from '@genba/contracts'
import { Access, Clock, Kafka } from '@genba/platform'
import { wish, type HoldWish } from '@genba/playbook'
import { Who } from '../duty/who.js'
import type { Located } from '../incidents/locate-incident.js'
import { headOf } from '../responses/decision.js'
import { ResponseStore } from '../responses/response.store.js'
import type { Person } from '../session/visitor.js'

/** A person's wish for a hold, handed to the responder, which carries it out. The rule is asked here too. */
@Injectable()
export class ChangeHold {
  constructor(
    private readonly responses: ResponseStore,
    private readonly who: Who,
    private readonly kafka: Kafka,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  renew(actor: Person, incident: Located, hold: string, input: RenewInput): Promise<Taken> {
    return this.execute(actor, incident, hold, { kind: 'renew', ...input })
  }

  undo(actor: Person, incident: Located, hold: string, input: UndoHoldInput): Promise<Taken> {
    return this.execute(actor, incident, hold, { kind: 'undo', ...input })
  }

  private async execute(actor: Person, incident: Located, id: string, asked: HoldWish): Promise<Taken> {
    this.access.require(actor, 'hold.change', incident.plant)
    const response = await this.responses.get(incident.id)
    const hold = response?.holds?.find((each) => each.id === id)
    if (!response || !hold) throw new Refused('NOT_FOUND', { hold: id })
    const by = await this.who.decider(actor.user, incident.plant, true)
    const now = this.clock.now()
    wish(hold, by, asked, now)
    // One wish for each state of the hold that a person can have seen.
    const head = headOf(response, `${id}~${asked.kind}~${hold.works}~${hold.state.at}~${by.user}`, by, now)
    const value: ResponseDecision = { ...head, what: whatOf(id, asked) }
    await this.kafka.send('decision.v1', [{ key: incident.plant, value }])
    return { id: value.id }
  }
}

const whatOf = (hold: string, asked: HoldWish): ResponseDecision['what'] =>
  asked.kind === 'renew'
    ? { kind: 'renew-hold', hold, holdMs: asked.holdMs, reason: asked.reason }
    : { kind: 'undo-hold', hold, isByHand: asked.isByHand, reason: asked.reason }
