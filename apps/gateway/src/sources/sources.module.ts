import { Module } from '@nestjs/common'
import { PlantsModule } from '../plants/plants.module.js'
import { ChangeKey } from './change-key.js'
import { CreateSource } from './create-source.js'
import { ListSources } from './list-sources.js'
import { SourceStore } from './source.store.js'
import { SourcesController } from './sources.controller.js'

@Module({
  imports: [PlantsModule],
  controllers: [SourcesController],
  providers: [SourceStore, ListSources, CreateSource, ChangeKey],
})
export class SourcesModule {}
