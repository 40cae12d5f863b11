import { Controller } from '@nestjs/common'
import type { Comment, CommentInput, CommentList } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { Comments } from './comments.js'

@Controller()
export class CommentsController {
  constructor(private readonly comments: Comments) {}

  @Answers('listComments')
  list(@Visiting() { actor }: Visitor, @OfIncident() incident: Located): Promise<CommentList> {
    return this.comments.list(actor, incident)
  }

  @Answers('addComment')
  add(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('addComment') input: CommentInput,
  ): Promise<Comment> {
    return this.comments.add(actor, incident, input)
  }
}
