import { Module } from '@nestjs/common'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { AskCorrelator } from './ask-correlator.js'
import { DetachSignal } from './detach-signal.js'
import { GroupingController } from './grouping.controller.js'
import { ListRelated } from './list-related.js'
import { MergeIncidents } from './merge-incidents.js'
import { SplitIncident } from './split-incident.js'
import { UndoOperation } from './undo-operation.js'

/** What people do with the grouping of signals into incidents. */
@Module({
  imports: [IncidentsModule, PlantsModule],
  controllers: [GroupingController],
  providers: [AskCorrelator, ListRelated, MergeIncidents, SplitIncident, DetachSignal, UndoOperation],
})
export class GroupingModule {}
