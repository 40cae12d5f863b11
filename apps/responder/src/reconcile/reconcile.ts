import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { LOG, Metrics, type Log } from '@genba/platform'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { ResponseStore } from '../responses/response.store.js'
import { Enqueue } from '../steps/enqueue.js'

/** Redis is not the truth: due steps whose job it lost, or that a crash left between write and queue, get one again. */
@Injectable()
export class Reconcile implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private isRunning = false
  private readonly restored

  constructor(
    private readonly responses: ResponseStore,
    private readonly enqueue: Enqueue,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.restored = metrics.counter('responder_jobs_restored_total', 'Jobs that Redis did not have and got again')
  }

  onApplicationBootstrap(): void {
    void this.execute()
    this.timer = setInterval(() => void this.execute(), this.config.RECONCILE_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  async execute(): Promise<void> {
    if (this.isRunning) return
    this.isRunning = true
    try {
      for (const response of await this.responses.running()) this.restored.inc(await this.enqueue.missing(response))
    } catch (error) {
      this.log.warn({ err: error }, 'could not reconcile, trying again')
    } finally {
      this.isRunning = false
    }
  }
}
