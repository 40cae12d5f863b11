import { Controller, Res } from '@nestjs/common'
import type { Comment, CommentInput, CommentList } from '@genba/contracts'
import type { Response } from 'express'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, PartOf, Visiting } from '../routes/route.js'
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

  /** Never shown by a browser, only saved: what somebody attached may be what attacked the plant. */
  @Answers('getCommentFile')
  async file(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('comment') comment: string,
    @Res() response: Response,
  ): Promise<void> {
    const { name, data } = await this.comments.file(actor, incident, comment)
    response.attachment(name).type('application/octet-stream').send(data)
  }
}
