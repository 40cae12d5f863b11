import { Controller, Param } from '@nestjs/common'
import type { CreateSourceInput, NewKey, RotateKeyInput, SourceList, SourceRow } from '@genba/contracts'
import { Answers, BodyOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ChangeKey } from './change-key.js'
import { CreateSource } from './create-source.js'
import { ListSources } from './list-sources.js'

@Controller()
export class SourcesController {
  constructor(
    private readonly listing: ListSources,
    private readonly creating: CreateSource,
    private readonly changing: ChangeKey,
  ) {}

  @Answers('listSources')
  list(@Visiting() { actor }: Visitor): Promise<SourceList> {
    return this.listing.execute(actor)
  }

  @Answers('createSource')
  create(
    @Visiting() { actor }: Visitor,
    @Param('plant') plant: string,
    @BodyOf('createSource') input: CreateSourceInput,
  ): Promise<NewKey> {
    return this.creating.execute(actor, plant, input)
  }

  @Answers('rotateKey')
  rotate(
    @Visiting() { actor }: Visitor,
    @Param('plant') plant: string,
    @Param('source') source: string,
    @BodyOf('rotateKey') { graceMs }: RotateKeyInput,
  ): Promise<NewKey> {
    return this.changing.rotate(actor, { plant, source }, graceMs)
  }

  @Answers('revokeKey')
  revoke(
    @Visiting() { actor }: Visitor,
    @Param('plant') plant: string,
    @Param('source') source: string,
  ): Promise<SourceRow> {
    return this.changing.revoke(actor, { plant, source })
  }
}
