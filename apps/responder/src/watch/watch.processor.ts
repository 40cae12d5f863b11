import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { Queues } from '@genba/platform/queue'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Look } from './look.js'
import { WATCH, type WatchJob } from './watch-list.js'

@Injectable()
export class WatchProcessor implements OnApplicationBootstrap {
  constructor(
    private readonly queues: Queues,
    private readonly look: Look,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.queues.worker<WatchJob>(WATCH, ({ data }) => this.look.execute(data.incident), {
      concurrency: this.config.CONCURRENCY,
      lockDuration: this.config.LOCK_MS,
    })
  }
}
