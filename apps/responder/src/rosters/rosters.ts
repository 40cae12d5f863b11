import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Roster } from '@genba/contracts'
import { LOG, Mongo, Snapshot, type Log } from '@genba/platform'

/** Who stands in for whom, as the gateway keeps it. */
@Injectable()
export class Rosters extends Snapshot<typeof Roster> implements OnModuleInit, OnModuleDestroy {
  constructor(mongo: Mongo, @Inject(LOG) log: Log) {
    super(mongo, 'rosters', Roster, log)
  }

  onModuleInit(): Promise<void> {
    return this.start()
  }

  onModuleDestroy(): void {
    this.stop()
  }
}
