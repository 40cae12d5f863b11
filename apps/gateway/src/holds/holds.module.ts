import { Module } from '@nestjs/common'
import { DutyModule } from '../duty/duty.module.js'
import { ResponsesModule } from '../responses/responses.module.js'
import { ChangeHold } from './change-hold.js'
import { HoldsController } from './holds.controller.js'
import { ListHolds } from './list-holds.js'

@Module({
  imports: [ResponsesModule, DutyModule],
  controllers: [HoldsController],
  providers: [ListHolds, ChangeHold],
  exports: [ListHolds],
})
export class HoldsModule {}
