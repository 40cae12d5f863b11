import { Controller } from '@nestjs/common'
import type { ChoiceTable, IncidentChoice } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, OfIncident, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ExplainChoice } from './explain-choice.js'
import { ShowChoice } from './show-choice.js'

@Controller()
export class ChoicesController {
  constructor(
    private readonly showing: ShowChoice,
    private readonly explaining: ExplainChoice,
  ) {}

  @Answers('getChoiceTable')
  table(@Visiting() { actor }: Visitor): Promise<ChoiceTable> {
    return this.showing.table(actor)
  }

  @Answers('getIncidentChoice')
  explain(@Visiting() { actor }: Visitor, @OfIncident() incident: Located): Promise<IncidentChoice> {
    return this.explaining.execute(actor, incident)
  }
}
