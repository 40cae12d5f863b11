import { Global, Module, type DynamicModule } from '@nestjs/common'
import { Access } from './access/access.js'
import { AuditChain } from './audit/audit-chain.js'
import { AuditTrail } from './audit/audit-trail.js'
import { Clock } from './config/clock.js'
import type { EngineConfig } from './config/config.js'
import { Kafka } from './kafka/kafka.js'
import { Mongo } from './mongo/mongo.js'
import { HealthController, Readiness } from './telemetry/health.controller.js'
import { createLog } from './telemetry/log.js'
import { Metrics } from './telemetry/metrics.js'
import { APP_NAME, ENGINE_CONFIG, LOG } from './tokens.js'

const PROVIDERS = [Clock, Access, AuditChain, AuditTrail, Kafka, Mongo, Metrics, Readiness]

/** The engines, for every module of an app. Connections open when something uses them; Mongo opens at start. */
@Global()
@Module({})
export class PlatformModule {
  static for(app: string, config: EngineConfig): DynamicModule {
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        { provide: ENGINE_CONFIG, useValue: config },
        { provide: APP_NAME, useValue: app },
        { provide: LOG, useValue: createLog(app, config.LOG_LEVEL) },
        ...PROVIDERS,
      ],
      exports: [ENGINE_CONFIG, APP_NAME, LOG, ...PROVIDERS],
    }
  }
}
