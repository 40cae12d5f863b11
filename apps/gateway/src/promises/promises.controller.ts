import { Controller } from '@nestjs/common'
import type { PromiseEndInput, PromiseInput, PromiseList, Taken } from '@genba/contracts'
import { Answers, BodyOf, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { EndPromise } from './end-promise.js'
import { ListPromises } from './list-promises.js'
import { NotePromise } from './note-promise.js'

@Controller()
export class PromisesController {
  constructor(
    private readonly listing: ListPromises,
    private readonly noting: NotePromise,
    private readonly ending: EndPromise,
  ) {}

  @Answers('listPromises')
  list(@Visiting() { actor }: Visitor, @PartOf('plant') plant: string): Promise<PromiseList> {
    return this.listing.execute(actor, plant)
  }

  @Answers('notePromise')
  note(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('notePromise') input: PromiseInput,
  ): Promise<Taken> {
    return this.noting.execute(actor, plant, input)
  }

  @Answers('endPromise')
  end(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('promise') promise: string,
    @BodyOf('endPromise') input: PromiseEndInput,
  ): Promise<Taken> {
    return this.ending.execute(actor, plant, promise, input)
  }
}
