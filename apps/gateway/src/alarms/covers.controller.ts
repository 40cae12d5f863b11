import { Controller } from '@nestjs/common'
import type { AnswerInput, CoverList, MaintenanceInput, OutOfServiceInput, ReasonInput, Taken } from '@genba/contracts'
import { Answers, BodyOf, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { DecideOutOfService } from './decide-out-of-service.js'
import { EndCover } from './end-cover.js'
import { ListCovers } from './list-covers.js'
import { PlanMaintenance } from './plan-maintenance.js'
import { RequestOutOfService } from './request-out-of-service.js'

@Controller()
export class CoversController {
  constructor(
    private readonly listing: ListCovers,
    private readonly requesting: RequestOutOfService,
    private readonly deciding: DecideOutOfService,
    private readonly planning: PlanMaintenance,
    private readonly ending: EndCover,
  ) {}

  @Answers('listCovers')
  list(@Visiting() { actor }: Visitor, @PartOf('plant') plant: string): Promise<CoverList> {
    return this.listing.execute(actor, plant)
  }

  @Answers('requestOutOfService')
  request(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('requestOutOfService') input: OutOfServiceInput,
  ): Promise<Taken> {
    return this.requesting.execute(actor, plant, input)
  }

  @Answers('decideOutOfService')
  decide(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('cover') cover: string,
    @BodyOf('decideOutOfService') input: AnswerInput,
  ): Promise<Taken> {
    return this.deciding.execute(actor, plant, cover, input)
  }

  @Answers('returnAlarm')
  returnAlarm(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('cover') cover: string,
    @BodyOf('returnAlarm') input: ReasonInput,
  ): Promise<Taken> {
    return this.ending.returnAlarm(actor, plant, cover, input)
  }

  @Answers('planMaintenance')
  plan(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('planMaintenance') input: MaintenanceInput,
  ): Promise<Taken> {
    return this.planning.execute(actor, plant, input)
  }

  @Answers('endMaintenance')
  endMaintenance(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('cover') cover: string,
    @BodyOf('endMaintenance') input: ReasonInput,
  ): Promise<Taken> {
    return this.ending.endMaintenance(actor, plant, cover, input)
  }
}
