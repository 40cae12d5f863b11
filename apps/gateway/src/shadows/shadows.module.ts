import { Module } from '@nestjs/common'
import { PlaybooksModule } from '../playbooks/playbooks.module.js'
import { ShadowStore } from './shadow.store.js'
import { ShadowsController } from './shadows.controller.js'
import { TryPlaybook } from './try-playbook.js'

@Module({ imports: [PlaybooksModule], controllers: [ShadowsController], providers: [ShadowStore, TryPlaybook] })
export class ShadowsModule {}
