import { Injectable } from '@nestjs/common'
import { Refused, type Taken, type UndoInput } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { AskCorrelator } from './ask-correlator.js'

@Injectable()
export class UndoOperation {
  constructor(
    private readonly ask: AskCorrelator,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, { id, plant }: Located, { operation, reason, seen }: UndoInput): Promise<Taken> {
    this.access.require(actor, 'incident.regroup', plant)
    const incident = await this.ask.get(id, seen)
    const done = incident.operations?.find((each) => each.id === operation && each.refused === undefined)
    if (!done || done.kind === 'undone') throw new Refused('NOT_FOUND', { operation })
    if (done.undone) throw new Refused('ALREADY_DECIDED', { operation })
    const wish = `${operation}~undo`
    return this.ask.tell(actor, plant, { id: wish, incident: id, to: 'undone', operation, reason, seen })
  }
}
