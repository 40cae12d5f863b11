import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Clock, LOG, Metrics, type Log } from '@genba/platform'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { ResponseStore } from '../responses/response.store.js'
import { Look } from '../watch/look.js'
import { WatchList } from '../watch/watch-list.js'
import { Kept } from './kept.js'

const STATES = ['waiting', 'parked'] as const

/**
 * Redis is not the truth. At the start, and when Redis has lost its mark and so its data, every response that is not done gets its
 * jobs and its look again; besides, now and then, those whose time has come although nobody looked.
 */
@Injectable()
export class Reconcile implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private isRunning = false
  private isWhole = false
  private overdueAt = 0
  private readonly states

  constructor(
    private readonly responses: ResponseStore,
    private readonly look: Look,
    private readonly watchList: WatchList,
    private readonly kept: Kept,
    private readonly clock: Clock,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.states = metrics.gauge('responder_responses', 'Responses that wait for people or are parked', ['state'])
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
      if (!(await this.kept.mark())) this.isWhole = false
      if (!this.isWhole) await this.restore()
      else if (this.clock.now() >= this.overdueAt) await this.lookAtOverdue()
    } catch (error) {
      this.isWhole = false
      this.log.warn({ err: error }, 'could not reconcile, trying again')
    } finally {
      this.isRunning = false
    }
  }

  private async restore(): Promise<void> {
    const open = await this.responses.open()
    const now = this.clock.now()
    const isNow = ({ state, wakeAt }: (typeof open)[number]) => state === 'running' || (wakeAt ?? Infinity) <= now
    await this.watchList.putAll(
      open.flatMap((each) => (isNow(each) || !each.wakeAt ? [] : [{ incident: each.id, at: each.wakeAt }])),
    )
    for (const each of open.filter(isNow)) await this.look.execute(each.id)
    this.isWhole = true
  }

  private async lookAtOverdue(): Promise<void> {
    const now = this.clock.now()
    for (const id of await this.responses.overdue(now)) await this.look.execute(id)
    for (const [state, responses] of await this.responses.countIn(STATES)) this.states.set({ state }, responses)
    this.overdueAt = now + this.config.OVERDUE_MS
  }
}
