import { Controller } from '@nestjs/common'
import type { IncidentList, IncidentPage, IncidentQuery, ReasonInput, Taken } from '@genba/contracts'
import { Answers, BodyOf, OfIncident, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { CloseIncident } from './close-incident.js'
import { GetIncident } from './get-incident.js'
import { ListIncidents } from './list-incidents.js'
import type { Located } from './locate-incident.js'

@Controller()
export class IncidentsController {
  constructor(
    private readonly listing: ListIncidents,
    private readonly getting: GetIncident,
    private readonly closing: CloseIncident,
  ) {}

  @Answers('listIncidents')
  list(@Visiting() { actor }: Visitor, @QueryOf('listIncidents') query: IncidentQuery): Promise<IncidentList> {
    return this.listing.execute(actor, query)
  }

  @Answers('getIncident')
  get(@Visiting() { actor }: Visitor, @OfIncident() incident: Located): Promise<IncidentPage> {
    return this.getting.execute(actor, incident)
  }

  @Answers('closeIncident')
  close(
    @Visiting() { actor }: Visitor,
    @OfIncident() incident: Located,
    @BodyOf('closeIncident') input: ReasonInput,
  ): Promise<Taken> {
    return this.closing.execute(actor, incident, input)
  }
}
