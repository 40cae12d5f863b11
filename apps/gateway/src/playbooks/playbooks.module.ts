import { Module } from '@nestjs/common'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { ResponsesModule } from '../responses/responses.module.js'
import { ChoicesController } from './choices.controller.js'
import { ExplainChoice } from './explain-choice.js'
import { GetPlaybook } from './get-playbook.js'
import { ImportPlaybook } from './import-playbook.js'
import { LibraryStore } from './library.store.js'
import { ListPlaybooks } from './list-playbooks.js'
import { PlaybookStore } from './playbook.store.js'
import { PlaybooksController } from './playbooks.controller.js'
import { RevokePlaybook } from './revoke-playbook.js'
import { Running } from './running.js'
import { ShowChoice } from './show-choice.js'
import { TrustList } from './trust-list.js'

@Module({
  imports: [IncidentsModule, ResponsesModule, PlantsModule],
  controllers: [PlaybooksController, ChoicesController],
  providers: [
    LibraryStore,
    PlaybookStore,
    Running,
    TrustList,
    ListPlaybooks,
    GetPlaybook,
    ImportPlaybook,
    RevokePlaybook,
    ShowChoice,
    ExplainChoice,
  ],
  exports: [PlaybookStore],
})
export class PlaybooksModule {}
