import { Controller } from '@nestjs/common'
import type { HandoverNote, HandoverPage, Taken } from '@genba/contracts'
import { Answers, BodyOf, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { GetHandover } from './get-handover.js'
import { OfferHandover } from './offer-handover.js'
import { TakeHandover } from './take-handover.js'

@Controller()
export class HandoversController {
  constructor(
    private readonly getting: GetHandover,
    private readonly offering: OfferHandover,
    private readonly taking: TakeHandover,
  ) {}

  @Answers('getHandover')
  get(@Visiting() { actor }: Visitor, @PartOf('plant') plant: string): Promise<HandoverPage> {
    return this.getting.execute(actor, plant)
  }

  @Answers('offerHandover')
  offer(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('offerHandover') note: HandoverNote,
  ): Promise<Taken> {
    return this.offering.execute(actor, plant, note)
  }

  @Answers('takeHandover')
  take(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('handover') handover: string,
    @BodyOf('takeHandover') note: HandoverNote,
  ): Promise<Taken> {
    return this.taking.execute(actor, plant, handover, note)
  }
}
