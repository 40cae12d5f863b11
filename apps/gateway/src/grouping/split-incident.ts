import { Injectable } from '@nestjs/common'
import { Refused, type SplitInput, type Taken } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { AskCorrelator } from './ask-correlator.js'

@Injectable()
export class SplitIncident {
  constructor(
    private readonly ask: AskCorrelator,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, { id, plant }: Located, { signals, reason, seen }: SplitInput): Promise<Taken> {
    this.access.require(actor, 'incident.regroup', plant)
    const incident = await this.ask.getOpen(id, seen)
    const own = new Set(incident.signals.map((signal) => signal.id))
    const all = incident.signals.length + incident.evicted.signals
    if (signals.some((signal) => !own.has(signal)) || new Set(signals).size >= all)
      throw new Refused('BAD_INPUT', { at: 'signals' })
    return this.ask.tell(actor, plant, {
      ...{ id: `${id}~split~${incident.version}`, incident: id, to: 'split', signals, reason, seen },
    })
  }
}
