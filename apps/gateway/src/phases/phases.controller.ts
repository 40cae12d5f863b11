import { Controller } from '@nestjs/common'
import type { PhaseTimes, PhaseTimesQuery } from '@genba/contracts'
import { Answers, PartOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { MeasurePhases } from './measure-phases.js'

@Controller()
export class PhasesController {
  constructor(private readonly measuring: MeasurePhases) {}

  @Answers('measurePhases')
  measure(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @QueryOf('measurePhases') query: PhaseTimesQuery,
  ): Promise<PhaseTimes> {
    return this.measuring.execute(actor, plant, query)
  }
}
