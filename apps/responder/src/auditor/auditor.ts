import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Clock, LOG, Metrics, type Log } from '@genba/platform'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Plants } from '../plants/plants.js'
import { unchanged } from '../responses/change.js'
import { ResponseStore } from '../responses/response.store.js'
import { tellMissed } from './tell-missed.js'

/**
 * Proves from the documents alone, past queues and jobs, that every timer fired: what is overdue beyond its grace is an incident of
 * Genba itself. `responder_audited_at_seconds` says when this was last proven, `responder_timers_missed` what was not.
 */
@Injectable()
export class Auditor implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private isAuditing = false
  private readonly missed
  private readonly auditedAt

  constructor(
    private readonly responses: ResponseStore,
    private readonly plants: Plants,
    private readonly clock: Clock,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.missed = metrics.gauge('responder_timers_missed', 'Responses with a timer that has not fired in time')
    this.auditedAt = metrics.gauge('responder_audited_at_seconds', 'When all timers were last looked at')
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.audit(), this.config.AUDIT_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  async audit(): Promise<void> {
    if (this.isAuditing) return
    this.isAuditing = true
    const now = this.clock.now()
    const graceMs = this.config.AUDIT_GRACE_MS
    try {
      const overdue = await this.responses.overdue(now - graceMs)
      for (const id of overdue)
        await this.responses.change(id, (response) => {
          const told = tellMissed(unchanged(response), { now, graceMs, plant: this.plants.get(response.plant) })
          return told.told.length === 0 ? undefined : told
        })
      this.missed.set(overdue.length)
      this.auditedAt.set(now / 1_000)
    } catch (error) {
      this.log.warn({ err: error }, 'could not audit the timers, trying again')
    } finally {
      this.isAuditing = false
    }
  }
}
