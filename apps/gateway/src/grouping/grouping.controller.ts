import { Controller } from '@nestjs/common'
import type { DetachInput, MergeInput, RelatedIncidents, SplitInput, Taken, UndoInput } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { DetachSignal } from './detach-signal.js'
import { ListRelated } from './list-related.js'
import { MergeIncidents } from './merge-incidents.js'
import { SplitIncident } from './split-incident.js'
import { UndoOperation } from './undo-operation.js'

@Controller()
export class GroupingController {
  constructor(
    private readonly listing: ListRelated,
    private readonly merging: MergeIncidents,
    private readonly splitting: SplitIncident,
    private readonly detaching: DetachSignal,
    private readonly undoing: UndoOperation,
  ) {}

  @Answers('listRelated')
  related(@Visiting() { actor }: Visitor, @OfIncident() incident: Located): Promise<RelatedIncidents> {
    return this.listing.execute(actor, incident)
  }

  @Answers('mergeIncident')
  merge(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('mergeIncident') input: MergeInput,
  ): Promise<Taken> {
    return this.merging.execute(actor, incident, input)
  }

  @Answers('splitIncident')
  split(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('splitIncident') input: SplitInput,
  ): Promise<Taken> {
    return this.splitting.execute(actor, incident, input)
  }

  @Answers('detachSignal')
  detach(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('detachSignal') input: DetachInput,
  ): Promise<Taken> {
    return this.detaching.execute(actor, incident, input)
  }

  @Answers('undoOperation')
  undo(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('undoOperation') input: UndoInput,
  ): Promise<Taken> {
    return this.undoing.execute(actor, incident, input)
  }
}
