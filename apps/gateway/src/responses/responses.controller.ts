import { Controller, Param } from '@nestjs/common'
import type { DecideInput, ReasonInput, Taken } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { Decide } from './decide.js'
import { RetryStep } from './retry-step.js'

@Controller()
export class ResponsesController {
  constructor(
    private readonly deciding: Decide,
    private readonly retrying: RetryStep,
  ) {}

  @Answers('decide')
  decide(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @Param('approval') approval: string,
    @BodyOf('decide') input: DecideInput,
  ): Promise<Taken> {
    return this.deciding.execute(actor, incident, approval, input)
  }

  @Answers('retryStep')
  retry(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @Param('run') run: string,
    @Param('step') step: string,
    @BodyOf('retryStep') input: ReasonInput,
  ): Promise<Taken> {
    return this.retrying.execute(actor, incident, { run, step }, input)
  }
}
