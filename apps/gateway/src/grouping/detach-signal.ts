import { Injectable } from '@nestjs/common'
import { Refused, type DetachInput, type Taken } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { AskCorrelator } from './ask-correlator.js'

@Injectable()
export class DetachSignal {
  constructor(
    private readonly ask: AskCorrelator,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, { id, plant }: Located, { signal, reason, seen }: DetachInput): Promise<Taken> {
    this.access.require(actor, 'incident.regroup', plant)
    const incident = await this.ask.getOpen(id, seen)
    const isOwn = incident.signals.some((own) => own.id === signal)
    if (!isOwn || incident.signals.length + incident.evicted.signals < 2)
      throw new Refused('BAD_INPUT', { at: 'signal' })
    const wish = `${id}~detach~${incident.version}`
    return this.ask.tell(actor, plant, { id: wish, incident: id, to: 'detached', signal, reason, seen })
  }
}
