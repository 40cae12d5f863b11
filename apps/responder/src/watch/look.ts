import { Inject, Injectable } from '@nestjs/common'
import type { Response } from '@genba/contracts'
import { Clock, Metrics } from '@genba/platform'
import { escalateOverdue } from '../approvals/escalate-overdue.js'
import { tellMissed } from '../auditor/tell-missed.js'
import { tellLate } from '../clock/tell-late.js'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { unchanged, type Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import { Enqueue } from '../steps/enqueue.js'
import { JOB_GRACE_MS, wakeAt } from './wake-at.js'
import { WatchList } from './watch-list.js'

/** Does what time asks of a response: ends timeouts and delays, escalates, tells that a phase is late, gives lost jobs anew; then sees to the next look. */
@Injectable()
export class Look {
  private readonly restored

  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly enqueue: Enqueue,
    private readonly watchList: WatchList,
    private readonly clock: Clock,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
  ) {
    this.restored = metrics.counter('responder_jobs_restored_total', 'Jobs that Redis did not have and got again')
  }

  async execute(incident: string): Promise<void> {
    const now = this.clock.now()
    const saved = await this.responses.change(incident, (response) => this.overdue(response, now))
    const response = saved ?? (await this.responses.get(incident))
    if (!response || response.state === 'done') return
    this.restored.inc(await this.enqueue.missing(response))
    // What is still overdue has its job and waits for it: a moment later again.
    const at = wakeAt(response)
    if (at !== undefined) await this.watchList.put(incident, Math.max(at, now + JOB_GRACE_MS))
  }

  private async overdue(response: Response, now: number): Promise<Change | undefined> {
    if ((wakeAt(response) ?? Infinity) > now) return undefined
    // Whoever looks too late says so before making up for it.
    const audited = tellMissed(unchanged(response), now, this.config.AUDIT_GRACE_MS)
    const passed = await this.loops.passTime(audited, now)
    if (passed.response.runs.length > response.runs.length || passed.response.state === 'done') return passed
    const escalated = escalateOverdue(passed, await this.loops.playbookOf(response), now)
    const change = tellLate(escalated, now)
    return change.response === response ? undefined : change
  }
}
