import { Module } from '@nestjs/common'
import { ShadowStore } from './shadow.store.js'
import { ShadowsController } from './shadows.controller.js'
import { TryPlaybook } from './try-playbook.js'

@Module({ controllers: [ShadowsController], providers: [ShadowStore, TryPlaybook] })
export class ShadowsModule {}
