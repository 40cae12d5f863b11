import { Global, Module, type DynamicModule } from '@nestjs/common'
import { PlatformModule, type FollowedFiles } from '@genba/platform'
import { QueuesModule } from '@genba/platform/queue'
import type { RulePack } from '@genba/correlation'
import { AccountModule } from './account/account.module.js'
import { AlarmsModule } from './alarms/alarms.module.js'
import { AuditModule } from './audit/audit.module.js'
import { CommentsModule } from './comments/comments.module.js'
import { PromisesModule } from './promises/promises.module.js'
import type { GatewayConfig } from './config.js'
import { AlertsModule } from './alerts/alerts.module.js'
import { ApprovalsModule } from './approvals/approvals.module.js'
import { ConnectorsModule } from './connectors/connectors.module.js'
import { DutyModule } from './duty/duty.module.js'
import { PhasesModule } from './phases/phases.module.js'
import { ExplainModule } from './explain/explain.module.js'
import { FleetModule } from './fleet/fleet.module.js'
import { GroupingModule } from './grouping/grouping.module.js'
import { HandoversModule } from './handovers/handovers.module.js'
import { HoldsModule } from './holds/holds.module.js'
import { IncidentsModule } from './incidents/incidents.module.js'
import { MeasurementsModule } from './measurements/measurements.module.js'
import { LiveModule } from './live/live.module.js'
import { OidcModule } from './oidc/oidc.module.js'
import { PlantsModule } from './plants/plants.module.js'
import { PlaybooksModule } from './playbooks/playbooks.module.js'
import { ReferenceModule } from './reference/reference.module.js'
import { ResponsesModule } from './responses/responses.module.js'
import { RulesModule } from './rules/rules.module.js'
import { RoutesModule } from './routes/routes.module.js'
import { ShadowsModule } from './shadows/shadows.module.js'
import { SessionModule } from './session/session.module.js'
import { SourcesModule } from './sources/sources.module.js'
import { WhatIfModule } from './what-if/what-if.module.js'
import { GATEWAY_CONFIG, RULES } from './tokens.js'
import { UsersModule } from './users/users.module.js'

@Global()
@Module({
  imports: [
    SessionModule,
    PlantsModule,
    IncidentsModule,
    FleetModule,
    CommentsModule,
    PromisesModule,
    AccountModule,
    OidcModule,
    UsersModule,
    SourcesModule,
    AuditModule,
    GroupingModule,
    AlarmsModule,
    HandoversModule,
    ResponsesModule,
    ApprovalsModule,
    HoldsModule,
    DutyModule,
    PhasesModule,
    ConnectorsModule,
    ExplainModule,
    AlertsModule,
    RulesModule,
    PlaybooksModule,
    ShadowsModule,
    WhatIfModule,
    MeasurementsModule,
    LiveModule,
    ReferenceModule,
    RoutesModule,
  ],
})
export class GatewayModule {
  static for(config: GatewayConfig, rules: FollowedFiles<RulePack>): DynamicModule {
    return {
      module: GatewayModule,
      imports: [PlatformModule.for('gateway', config), QueuesModule],
      providers: [
        { provide: GATEWAY_CONFIG, useValue: config },
        { provide: RULES, useValue: rules },
      ],
      exports: [GATEWAY_CONFIG, RULES],
    }
  }
}
