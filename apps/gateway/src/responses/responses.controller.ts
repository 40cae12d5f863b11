import { Controller, Param } from '@nestjs/common'
import type { ReasonInput, Taken } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, BodyOf, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { WishStep } from './wish-step.js'

@Controller()
export class ResponsesController {
  constructor(private readonly wishing: WishStep) {}

  @Answers('retryStep')
  retry(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @Param('run') run: string,
    @Param('step') step: string,
    @BodyOf('retryStep') { reason }: ReasonInput,
  ): Promise<Taken> {
    return this.wishing.execute(actor, incident, { run, step }, { kind: 'retry', reason })
  }

  @Answers('skipStep')
  skip(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @Param('run') run: string,
    @Param('step') step: string,
    @BodyOf('skipStep') { reason }: ReasonInput,
  ): Promise<Taken> {
    return this.wishing.execute(actor, incident, { run, step }, { kind: 'skip', reason })
  }

  @Answers('rerunStep')
  rerun(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @Param('run') run: string,
    @Param('step') step: string,
    @BodyOf('rerunStep') { reason }: ReasonInput,
  ): Promise<Taken> {
    return this.wishing.execute(actor, incident, { run, step }, { kind: 'rerun', reason })
  }
}
