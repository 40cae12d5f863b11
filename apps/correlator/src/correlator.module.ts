import { Module, type DynamicModule } from '@nestjs/common'
import type { Detectors, RulePack } from '@genba/correlation'
import { PlatformModule, type FollowedFiles } from '@genba/platform'
import { CheckpointStore } from './checkpoint/checkpoint.store.js'
import { Engines } from './checkpoint/engines.js'
import { ReadCounters } from './checkpoint/read-counters.js'
import { ReadPartitions } from './checkpoint/read-partitions.js'
import { CORRELATOR_CONFIG, DETECTORS, RULES, type CorrelatorConfig } from './config.js'
import { GroupIncidents } from './incidents/group-incidents.js'
import { GroupingStore } from './incidents/grouping.store.js'
import { IncidentStore } from './incidents/incident.store.js'
import { PlantIncidents } from './incidents/plant-incidents.js'
import { Plants } from './incidents/plants.js'
import { PruneGrouping } from './incidents/prune-grouping.js'
import { SignalConsumer } from './incidents/signal.consumer.js'
import { MeasurementConsumer } from './measurements/measurement.consumer.js'
import { MeasurementCounters } from './measurements/measurement-counters.js'
import { Rules } from './rules/rules.js'
import { RulesStore } from './rules/rules.store.js'
import { AlertPlaces } from './zones/alert-places.js'
import { CoverStore } from './zones/cover.store.js'
import { Orders } from './zones/orders.js'
import { ZoneThreads } from './zones/zone-threads.js'

@Module({})
export class CorrelatorModule {
  static for(
    config: CorrelatorConfig,
    rules: FollowedFiles<RulePack>,
    detectors: ReadonlyMap<string, Detectors>,
  ): DynamicModule {
    return {
      module: CorrelatorModule,
      imports: [PlatformModule.for('correlator', config)],
      providers: [
        { provide: CORRELATOR_CONFIG, useValue: config },
        { provide: RULES, useValue: rules },
        { provide: DETECTORS, useValue: detectors },
        ...[CheckpointStore, Engines, ReadCounters, ReadPartitions],
        ...[RulesStore, Rules],
        ...[AlertPlaces, CoverStore, Orders, ZoneThreads],
        ...[MeasurementCounters, MeasurementConsumer],
        ...[Plants, IncidentStore, PlantIncidents, GroupingStore, GroupIncidents, SignalConsumer, PruneGrouping],
      ],
    }
  }
}
