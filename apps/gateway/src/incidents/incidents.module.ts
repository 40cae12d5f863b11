import { Module } from '@nestjs/common'
import { ResponsesModule } from '../responses/responses.module.js'
import { CloseIncident } from './close-incident.js'
import { FollowIncidents } from './follow-incidents.js'
import { GetIncident } from './get-incident.js'
import { IncidentConsumer } from './incident.consumer.js'
import { IncidentStore } from './incident.store.js'
import { IncidentsController } from './incidents.controller.js'
import { ListIncidents } from './list-incidents.js'
import { LocateIncident } from './locate-incident.js'

@Module({
  imports: [ResponsesModule],
  controllers: [IncidentsController],
  providers: [
    IncidentStore,
    FollowIncidents,
    IncidentConsumer,
    LocateIncident,
    ListIncidents,
    GetIncident,
    CloseIncident,
  ],
  exports: [FollowIncidents, LocateIncident, IncidentStore],
})
export class IncidentsModule {}
