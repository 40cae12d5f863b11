import { Inject, Injectable } from '@nestjs/common'
import type { Hold, Response } from '@genba/contracts'
import { Clock, Metrics } from '@genba/platform'
import { hasStandingDeputy } from '@genba/playbook'
import { tellMissed } from '../auditor/tell-missed.js'
import { tellLate } from '../clock/tell-late.js'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { CarryOut } from '../holds/carry-out.js'
import { Plants } from '../plants/plants.js'
import { unchanged, type Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import { Rosters } from '../rosters/rosters.js'
import { Enqueue } from '../steps/enqueue.js'
import { askOn, takeUpHolds } from './tell-due.js'
import { JOB_GRACE_MS, wakeAt } from './wake-at.js'
import { WatchList } from './watch-list.js'

/** Longer than any connector may take, so that nobody takes up what is still under way. */
const LEASE_MS = 90_000

/**
 * Does what time asks of a response: ends timeouts and delays, reminds and escalates, ends holds, tells that a phase is late, gives
 * lost jobs anew; then sees to the next look.
 */
@Injectable()
export class Look {
  private readonly restored

  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly rosters: Rosters,
    private readonly plants: Plants,
    private readonly carryOut: CarryOut,
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
    let taken: Hold[] = []
    const saved = await this.responses.change(incident, async (response) => {
      const due = await this.due(response, now)
      taken = due?.taken ?? []
      return due?.change
    })
    if (saved) await Promise.all(taken.map((hold) => this.carryOut.execute(saved, hold)))
    const response = await this.responses.get(incident)
    if (!response) return
    this.restored.inc(await this.enqueue.missing(response))
    // What is still overdue has its job and waits for it: a moment later again.
    const at = wakeAt(response)
    if (at !== undefined) await this.watchList.put(incident, Math.max(at, now + JOB_GRACE_MS))
  }

  private async due(response: Response, now: number): Promise<{ change: Change; taken: Hold[] } | undefined> {
    if ((wakeAt(response) ?? Infinity) > now) return undefined
    // Whoever looks too late says so before making up for it.
    const audited = tellMissed(unchanged(response), {
      now,
      graceMs: this.config.AUDIT_GRACE_MS,
      plant: this.plants.get(response.plant),
    })
    const passed = await this.loops.passTime(audited, now)
    const waiting = passed.response.approvals.flatMap(({ state, roles }) => (state === 'waiting' ? roles : []))
    const hasDeputies = hasStandingDeputy(this.rosters.get(response.plant), waiting)
    const moment = { now, hasDeputies, leaseMs: LEASE_MS }
    const isTurned = passed.response.runs.length > response.runs.length || passed.response.state === 'done'
    const due = takeUpHolds(isTurned ? passed : tellLate(askOn(passed, moment), now), moment)
    return due.change.response === response ? undefined : due
  }
}
