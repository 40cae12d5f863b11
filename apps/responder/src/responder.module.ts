import { Module, type DynamicModule } from '@nestjs/common'
import { PlatformModule } from '@genba/platform'
import { QueuesModule } from '@genba/platform/queue'
import { ActProcessor } from './act/act.processor.js'
import { Decide } from './approvals/decide.js'
import { DecisionConsumer } from './approvals/decision.consumer.js'
import { FollowPlantState } from './approvals/follow-plant-state.js'
import { RESPONDER_CONFIG, type ResponderConfig } from './config.js'
import { ConnectorStore } from './connectors/connector.store.js'
import { Connectors } from './connectors/connectors.js'
import { Auditor } from './auditor/auditor.js'
import { TestConnector } from './connectors/test-connector.js'
import { DecideProcessor } from './decide/decide.processor.js'
import { LookAround } from './observe/look-around.js'
import { CarryOut } from './holds/carry-out.js'
import { ObserveProcessor } from './observe/observe.processor.js'
import { OrientProcessor } from './orient/orient.processor.js'
import { PastIncidents } from './orient/past-incidents.js'
import { Plants } from './plants/plants.js'
import { Judge } from './playbooks/judge.js'
import { Library } from './playbooks/library.js'
import { LoadFiles } from './playbooks/load-files.js'
import { Playbooks } from './playbooks/playbooks.js'
import { Kept } from './reconcile/kept.js'
import { Reconcile } from './reconcile/reconcile.js'
import { IncidentConsumer } from './responses/incident.consumer.js'
import { Incidents } from './responses/incidents.js'
import { Loops } from './responses/loops.js'
import { ResponseStore } from './responses/response.store.js'
import { TakeIncident } from './responses/take-incident.js'
import { RunShadow } from './shadow/run-shadow.js'
import { Rosters } from './rosters/rosters.js'
import { Enqueue } from './steps/enqueue.js'
import { Ahead } from './steps/ahead.js'
import { Serve } from './steps/serve.js'
import { Steps } from './steps/steps.js'
import { Works } from './steps/works.js'
import { Look } from './watch/look.js'
import { WatchList } from './watch/watch-list.js'
import { WatchProcessor } from './watch/watch.processor.js'

@Module({})
export class ResponderModule {
  static for(config: ResponderConfig): DynamicModule {
    return {
      module: ResponderModule,
      imports: [PlatformModule.for('responder', config), QueuesModule],
      providers: [
        { provide: RESPONDER_CONFIG, useValue: config },
        ...[
          Plants,
          Judge,
          LoadFiles,
          Library,
          Playbooks,
          Incidents,
          ResponseStore,
          Loops,
          TakeIncident,
          IncidentConsumer,
        ],
        ...[
          Enqueue,
          Steps,
          Works,
          Ahead,
          Serve,
          LookAround,
          ObserveProcessor,
          PastIncidents,
          OrientProcessor,
          DecideProcessor,
          ActProcessor,
        ],
        ...[Connectors, ConnectorStore, TestConnector, Rosters, CarryOut, FollowPlantState, RunShadow, Decide],
        ...[DecisionConsumer, WatchList, Look, WatchProcessor, Kept, Reconcile, Auditor],
      ],
    }
  }
}
