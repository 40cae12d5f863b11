import { Controller } from '@nestjs/common'
import type { ApprovalView, BreakGlassInput, DecideInput, ReviewInput, ReviewList, Taken } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { BreakGlass } from './break-glass.js'
import { Decide } from './decide.js'
import { ListReviews } from './list-reviews.js'
import { ViewApproval } from './view-approval.js'

@Controller()
export class ApprovalsController {
  constructor(
    private readonly viewing: ViewApproval,
    private readonly deciding: Decide,
    private readonly breaking: BreakGlass,
    private readonly listing: ListReviews,
  ) {}

  @Answers('getApproval')
  get(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('approval') approval: string,
  ): Promise<ApprovalView> {
    return this.viewing.execute(actor, incident, approval)
  }

  @Answers('decide')
  decide(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('approval') approval: string,
    @BodyOf('decide') input: DecideInput,
  ): Promise<Taken> {
    return this.deciding.execute(actor, incident, approval, input)
  }

  @Answers('breakGlass')
  breakGlass(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('approval') approval: string,
    @BodyOf('breakGlass') input: BreakGlassInput,
  ): Promise<Taken> {
    return this.breaking.execute(actor, incident, approval, input)
  }

  @Answers('reviewBreakGlass')
  review(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('approval') approval: string,
    @BodyOf('reviewBreakGlass') input: ReviewInput,
  ): Promise<Taken> {
    return this.breaking.review(actor, incident, approval, input)
  }

  @Answers('listReviews')
  list(@Visiting() { actor }: Visitor): Promise<ReviewList> {
    return this.listing.execute(actor)
  }
}
