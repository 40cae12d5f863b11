import { Module } from '@nestjs/common'
import { AlarmsModule } from '../alarms/alarms.module.js'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { ExplainAlert } from './explain-alert.js'
import { ExplainAround } from './explain-around.js'
import { ExplainController } from './explain.controller.js'
import { ExplainZoneAlert } from './explain-zone-alert.js'
import { ReadAlerts } from './read-alerts.js'

@Module({
  imports: [AlarmsModule, IncidentsModule, PlantsModule],
  controllers: [ExplainController],
  providers: [ReadAlerts, ExplainAround, ExplainAlert, ExplainZoneAlert],
})
export class ExplainModule {}
