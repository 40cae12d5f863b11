import { Module } from '@nestjs/common'
import { DutyModule } from '../duty/duty.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { ResponsesModule } from '../responses/responses.module.js'
import { MeasurePhases } from './measure-phases.js'
import { PhasesController } from './phases.controller.js'

@Module({
  imports: [DutyModule, PlantsModule, ResponsesModule],
  controllers: [PhasesController],
  providers: [MeasurePhases],
})
export class PhasesModule {}
