import { Module, type DynamicModule } from '@nestjs/common'
import { PlatformModule } from '@genba/platform'
import { CheckpointStore } from '../checkpoint/checkpoint.store.js'
import { Engines } from '../checkpoint/engines.js'
import { Plants } from '../incidents/plants.js'
import { ReadCounters } from '../checkpoint/read-counters.js'
import { ReadPartitions } from '../checkpoint/read-partitions.js'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import type { RuleFiles } from '../rules/rules.js'
import { AlertPlaces } from './alert-places.js'
import { AlarmStore } from './alarm.store.js'
import { AlertConsumer } from './alert.consumer.js'
import { Counters } from './counters.js'
import { CoverStore } from './cover.store.js'
import { Orders } from './orders.js'
import { PositionStore } from './position.store.js'
import type { FromThread } from './thread-messages.js'
import { RULE_FILES, TELL_PROCESS, ThreadRules } from './thread-rules.js'
import { WriteAlarms } from './write-alarms.js'

/** Stage one as one thread has it. */
@Module({})
export class ZonesModule {
  static for(config: CorrelatorConfig, rules: RuleFiles, tell: (told: FromThread) => void): DynamicModule {
    return {
      module: ZonesModule,
      imports: [PlatformModule.for('correlator', config)],
      providers: [
        { provide: CORRELATOR_CONFIG, useValue: config },
        { provide: RULE_FILES, useValue: rules },
        { provide: TELL_PROCESS, useValue: tell },
        ...[CheckpointStore, Engines, ReadCounters, ReadPartitions],
        ...[AlarmStore, PositionStore, WriteAlarms, Counters],
        ...[Plants, CoverStore, AlertPlaces, Orders, ThreadRules, AlertConsumer],
      ],
    }
  }
}
