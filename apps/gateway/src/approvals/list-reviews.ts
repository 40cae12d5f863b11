import { Injectable } from '@nestjs/common'
import { plantsOf, type ReviewList } from '@genba/contracts'
import { Access } from '@genba/platform'
import { ResponseStore } from '../responses/response.store.js'
import type { Person } from '../session/visitor.js'

@Injectable()
export class ListReviews {
  constructor(
    private readonly responses: ResponseStore,
    private readonly access: Access,
  ) {}

  /** Decisions that broke the glass and that nobody has looked at, the oldest first. */
  async execute(actor: Person): Promise<ReviewList> {
    this.access.require(actor, 'response.read')
    const found = await this.responses.listToReview(plantsOf(actor, 'response.read'))
    const reviews = found.flatMap(({ plant, incident, approvals }) =>
      approvals.flatMap(({ id, title, effect, people, roles, breakGlass }) =>
        breakGlass && !breakGlass.review
          ? [{ plant, incident, approval: id, title, stops: effect.stops, people, roles, breakGlass }]
          : [],
      ),
    )
    return { reviews: reviews.sort((a, b) => a.breakGlass.at - b.breakGlass.at) }
  }
}
