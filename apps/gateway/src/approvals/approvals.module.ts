import { Module } from '@nestjs/common'
import { DutyModule } from '../duty/duty.module.js'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { ResponsesModule } from '../responses/responses.module.js'
import { ApprovalsController } from './approvals.controller.js'
import { BreakGlass } from './break-glass.js'
import { Decide } from './decide.js'
import { ListReviews } from './list-reviews.js'
import { LoadApproval } from './load-approval.js'
import { ViewApproval } from './view-approval.js'

@Module({
  imports: [IncidentsModule, ResponsesModule, DutyModule],
  controllers: [ApprovalsController],
  providers: [LoadApproval, ViewApproval, Decide, BreakGlass, ListReviews],
})
export class ApprovalsModule {}
