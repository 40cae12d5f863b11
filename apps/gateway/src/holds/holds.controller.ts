import { Controller } from '@nestjs/common'
import type { HoldList, HoldQuery, RenewInput, Taken, UndoHoldInput } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, PartOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ChangeHold } from './change-hold.js'
import { ListHolds } from './list-holds.js'

@Controller()
export class HoldsController {
  constructor(
    private readonly listing: ListHolds,
    private readonly changing: ChangeHold,
  ) {}

  @Answers('listHolds')
  list(@Visiting() { actor }: Visitor, @QueryOf('listHolds') query: HoldQuery): Promise<HoldList> {
    return this.listing.execute(actor, query)
  }

  @Answers('renewHold')
  renew(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('hold') hold: string,
    @BodyOf('renewHold') input: RenewInput,
  ): Promise<Taken> {
    return this.changing.renew(actor, incident, hold, input)
  }

  @Answers('undoHold')
  undo(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('hold') hold: string,
    @BodyOf('undoHold') input: UndoHoldInput,
  ): Promise<Taken> {
    return this.changing.undo(actor, incident, hold, input)
  }
}
