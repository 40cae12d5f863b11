import { Module } from '@nestjs/common'
import { GetResponse } from './get-response.js'
import { ReadDoing } from './read-doing.js'
import { ResponseStore } from './response.store.js'
import { ResponsesController } from './responses.controller.js'
import { WishStep } from './wish-step.js'

@Module({
  controllers: [ResponsesController],
  providers: [ResponseStore, ReadDoing, GetResponse, WishStep],
  exports: [ReadDoing, GetResponse, ResponseStore],
})
export class ResponsesModule {}
