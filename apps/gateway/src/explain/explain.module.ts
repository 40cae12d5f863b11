import { Module } from '@nestjs/common'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { ExplainAlert } from './explain-alert.js'
import { ExplainAround } from './explain-around.js'
import { ExplainController } from './explain.controller.js'
import { ExplainZoneAlert } from './explain-zone-alert.js'
import { ReadAlerts } from './read-alerts.js'
import { ReadCovers } from './read-covers.js'

@Module({
  imports: [IncidentsModule, PlantsModule],
  controllers: [ExplainController],
  providers: [ReadAlerts, ReadCovers, ExplainAround, ExplainAlert, ExplainZoneAlert],
})
export class ExplainModule {}
