import { Injectable } from '@nestjs/common'
import { Refused, type MergeInput, type Taken } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { AskCorrelator } from './ask-correlator.js'

@Injectable()
export class MergeIncidents {
  constructor(
    private readonly ask: AskCorrelator,
    private readonly access: Access,
  ) {}

  /** The other one becomes part of this one. Throws Refused NOT_FOUND for one of another plant too: nobody learns which ids exist. */
  async execute(actor: Person, { id, plant }: Located, input: MergeInput): Promise<Taken> {
    this.access.require(actor, 'incident.regroup', plant)
    const { other: otherId, otherSeen, reason, seen } = input
    const incident = await this.ask.getOpen(id, seen)
    const other = await this.ask.getOpen(otherId, otherSeen)
    if (other.plant !== plant) throw new Refused('NOT_FOUND', { incident: otherId })
    if (otherId === id || other.drill !== incident.drill) throw new Refused('BAD_INPUT', { at: 'other' })
    const wish = `${id}~merge~${incident.version}`
    return this.ask.tell(actor, plant, {
      id: wish,
      incident: id,
      to: 'merged',
      other: otherId,
      reason,
      seen,
      otherSeen,
    })
  }
}
