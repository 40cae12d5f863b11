import { Controller, Res } from '@nestjs/common'
import type {
  PlaybookDifference,
  PlaybookDifferenceQuery,
  PlaybookImport,
  PlaybookImported,
  PlaybookList,
  PlaybookPage,
  PlaybookQuery,
  ReasonInput,
  Taken,
} from '@genba/contracts'
import type { Response } from 'express'
import { Answers, BodyOf, PartOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { GetPlaybook } from './get-playbook.js'
import { ImportPlaybook } from './import-playbook.js'
import { ListPlaybooks } from './list-playbooks.js'
import { RevokePlaybook } from './revoke-playbook.js'

@Controller()
export class PlaybooksController {
  constructor(
    private readonly listing: ListPlaybooks,
    private readonly getting: GetPlaybook,
    private readonly importing: ImportPlaybook,
    private readonly revoking: RevokePlaybook,
  ) {}

  @Answers('listPlaybooks')
  list(@Visiting() { actor }: Visitor, @QueryOf('listPlaybooks') query: PlaybookQuery): Promise<PlaybookList> {
    return this.listing.execute(actor, query)
  }

  @Answers('getPlaybook')
  get(@Visiting() { actor }: Visitor, @PartOf('playbook') version: string): Promise<PlaybookPage> {
    return this.getting.page(actor, version)
  }

  /** Byte-true: the text goes out as it came in, not through a JSON writer. */
  @Answers('exportPlaybook')
  async export(
    @Visiting() { actor }: Visitor,
    @PartOf('playbook') version: string,
    @Res() response: Response,
  ): Promise<void> {
    const { name, text } = await this.getting.file(actor, version)
    response.type('application/json').attachment(name).send(Buffer.from(text, 'utf8'))
  }

  @Answers('comparePlaybooks')
  compare(
    @Visiting() { actor }: Visitor,
    @PartOf('playbook') version: string,
    @QueryOf('comparePlaybooks') { from }: PlaybookDifferenceQuery,
  ): Promise<PlaybookDifference> {
    return this.getting.difference(actor, version, from)
  }

  @Answers('importPlaybook')
  import(
    @Visiting() { actor }: Visitor,
    @BodyOf('importPlaybook') { text }: PlaybookImport,
  ): Promise<PlaybookImported> {
    return this.importing.execute(actor, text)
  }

  @Answers('revokePlaybook')
  revoke(
    @Visiting() { actor }: Visitor,
    @PartOf('playbook') version: string,
    @BodyOf('revokePlaybook') { reason }: ReasonInput,
  ): Promise<Taken> {
    return this.revoking.execute(actor, version, reason)
  }
}
