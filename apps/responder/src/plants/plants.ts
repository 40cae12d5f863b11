import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Plant } from '@genba/contracts'
import { LOG, Mongo, Snapshot, type Log } from '@genba/platform'

/** The plant models as they are now. */
@Injectable()
export class Plants implements OnModuleInit, OnModuleDestroy {
  private readonly snapshot: Snapshot<typeof Plant>

  constructor(mongo: Mongo, @Inject(LOG) log: Log) {
    this.snapshot = new Snapshot(mongo, 'plants', Plant, log)
  }

  get(id: string): Plant | undefined {
    return this.snapshot.get(id)
  }

  onModuleInit(): Promise<void> {
    return this.snapshot.start()
  }

  onModuleDestroy(): void {
    this.snapshot.stop()
  }
}
