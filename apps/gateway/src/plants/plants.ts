import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Plant } from '@genba/contracts'
import { LOG, Mongo, Snapshot, type Log } from '@genba/platform'

/** All plants, in memory. */
@Injectable()
export class Plants extends Snapshot<typeof Plant> implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(mongo: Mongo, @Inject(LOG) log: Log) {
    super(mongo, 'plants', Plant, log)
  }

  onApplicationBootstrap(): Promise<void> {
    return this.start()
  }

  onModuleDestroy(): void {
    this.stop()
  }
}
