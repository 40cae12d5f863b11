import { Module } from '@nestjs/common'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { FleetController } from './fleet.controller.js'
import { FollowFleet } from './follow-fleet.js'
import { FollowSight } from './follow-sight.js'
import { ListFleet } from './list-fleet.js'

@Module({
  imports: [PlantsModule, IncidentsModule],
  controllers: [FleetController],
  providers: [FollowFleet, FollowSight, ListFleet],
  exports: [FollowFleet],
})
export class FleetModule {}
