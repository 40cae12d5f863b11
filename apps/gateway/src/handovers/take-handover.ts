import { Injectable } from '@nestjs/common'
import { Refused, type HandoverNote, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { HandoverStore } from './handover.store.js'
import { signed } from './signed.js'

@Injectable()
export class TakeHandover {
  constructor(
    private readonly handovers: HandoverStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** The other leader signs. Throws Refused OWN_HANDOVER for the same person, ALREADY_DECIDED when it waits no more. */
  async execute(actor: Person, plant: string, id: string, { note }: HandoverNote): Promise<Taken> {
    this.access.require(actor, 'handover.sign', plant)
    const handover = await this.handovers.get(id)
    if (!handover || handover.plant !== plant) throw new Refused('NOT_FOUND', { handover: id })
    if (handover.offered.user === actor.user) throw new Refused('OWN_HANDOVER', { handover: id })
    if (handover.state !== 'offered') throw new Refused('ALREADY_DECIDED', { handover: id })
    const at = this.clock.now()
    const taken = { user: actor.user, at, note }
    await this.handovers.put({ ...handover, state: 'taken', taken }, [signed('taken', handover, actor, at)])
    return { id }
  }
}
