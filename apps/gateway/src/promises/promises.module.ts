import { Module } from '@nestjs/common'
import { EndPromise } from './end-promise.js'
import { ListPromises } from './list-promises.js'
import { NotePromise } from './note-promise.js'
import { PromiseStore } from './promise.store.js'
import { PromisesController } from './promises.controller.js'

@Module({
  controllers: [PromisesController],
  providers: [PromiseStore, ListPromises, NotePromise, EndPromise],
  exports: [ListPromises],
})
export class PromisesModule {}
