import { Module } from '@nestjs/common'
import { GetPlaybook } from './get-playbook.js'
import { ImportPlaybook } from './import-playbook.js'
import { LibraryStore } from './library.store.js'
import { ListPlaybooks } from './list-playbooks.js'
import { PlaybookStore } from './playbook.store.js'
import { PlaybooksController } from './playbooks.controller.js'
import { RevokePlaybook } from './revoke-playbook.js'
import { Running } from './running.js'
import { TrustList } from './trust-list.js'

@Module({
  controllers: [PlaybooksController],
  providers: [
    LibraryStore,
    PlaybookStore,
    Running,
    TrustList,
    ListPlaybooks,
    GetPlaybook,
    ImportPlaybook,
    RevokePlaybook,
  ],
  exports: [PlaybookStore],
})
export class PlaybooksModule {}
