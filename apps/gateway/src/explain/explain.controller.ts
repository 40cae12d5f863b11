import { Controller } from '@nestjs/common'
import type { Explanation, WhyQuery } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, OfIncident, PartOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ExplainAlert } from './explain-alert.js'
import { ExplainZoneAlert } from './explain-zone-alert.js'

@Controller()
export class ExplainController {
  constructor(
    private readonly ofIncident: ExplainAlert,
    private readonly ofZone: ExplainZoneAlert,
  ) {}

  @Answers('explainAlert')
  inIncident(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @PartOf('alert') alert: string,
  ): Promise<Explanation> {
    return this.ofIncident.execute(actor, incident, alert)
  }

  @Answers('explainZoneAlert')
  inZone(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @PartOf('zone') zone: string,
    @PartOf('alert') id: string,
    @QueryOf('explainZoneAlert') query: WhyQuery,
  ): Promise<Explanation> {
    return this.ofZone.execute(actor, { plant, zone, id }, query)
  }
}
