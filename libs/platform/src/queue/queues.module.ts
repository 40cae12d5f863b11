import { Global, Module } from '@nestjs/common'
import { Queues } from './queues.js'

/** For the apps that have queues or Redis: the others do not load what it takes. Stands beside the PlatformModule. */
@Global()
@Module({ providers: [Queues], exports: [Queues] })
export class QueuesModule {}
