import { Module } from '@nestjs/common'
import { PlantsModule } from '../plants/plants.module.js'
import { AlertsController } from './alerts.controller.js'
import { IncidentGroups } from './incident-groups.js'
import { ListAlerts } from './list-alerts.js'
import { ListDeadLetters } from './list-dead-letters.js'
import { ReadSamples } from './read-samples.js'
import { TopicPages } from './topic-pages.js'

@Module({
  imports: [PlantsModule],
  controllers: [AlertsController],
  providers: [TopicPages, IncidentGroups, ListAlerts, ListDeadLetters, ReadSamples],
  exports: [ReadSamples],
})
export class AlertsModule {}
