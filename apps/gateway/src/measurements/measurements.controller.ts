import { Controller } from '@nestjs/common'
import type { IncidentMeasurements, MeasurementsQuery } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { Answers, OfIncident, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListMeasurements } from './list-measurements.js'

@Controller()
export class MeasurementsController {
  constructor(private readonly listing: ListMeasurements) {}

  @Answers('listIncidentMeasurements')
  list(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @QueryOf('listIncidentMeasurements') query: MeasurementsQuery,
  ): Promise<IncidentMeasurements> {
    return this.listing.execute(actor, incident, query)
  }
}
