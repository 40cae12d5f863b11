import { Module } from '@nestjs/common'
import { AlarmsModule } from '../alarms/alarms.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { GetWhatIf } from './get-what-if.js'
import { RunTrial } from './run-trial.js'
import { StartWhatIf } from './start-what-if.js'
import { StopWhatIf } from './stop-what-if.js'
import { TrialStore } from './trial.store.js'
import { WhatIfController } from './what-if.controller.js'

@Module({
  imports: [AlarmsModule, PlantsModule],
  controllers: [WhatIfController],
  providers: [TrialStore, RunTrial, StartWhatIf, GetWhatIf, StopWhatIf],
})
export class WhatIfModule {}
