import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import type { Response } from '@genba/contracts'
import { Clock, LOG, Metrics, type Log } from '@genba/platform'
import { escalate, extensionOf, stepOf } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Playbooks } from '../playbooks/playbooks.js'
import { note, unchanged, withResponse, type Change } from '../responses/change.js'
import { currentRun } from '../responses/progress.js'
import { ResponseStore } from '../responses/response.store.js'

/** Approvals that wait too long: more people are asked. It never approves. */
@Injectable()
export class EscalateOverdue implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined
  private isSweeping = false
  private readonly states

  constructor(
    private readonly responses: ResponseStore,
    private readonly playbooks: Playbooks,
    private readonly clock: Clock,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.states = metrics.gauge('responder_responses', 'Responses that wait for people or are parked', ['state'])
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweep(), this.config.APPROVAL_SWEEP_MS)
  }

  onModuleDestroy(): void {
    clearInterval(this.timer)
  }

  async sweep(): Promise<void> {
    if (this.isSweeping) return
    this.isSweeping = true
    try {
      for (const { id } of await this.responses.overdue(this.clock.now()))
        await this.responses.change(id, (response) => this.escalate(response))
      for (const state of ['waiting', 'parked'] as const) this.states.set({ state }, await this.responses.count(state))
    } catch (error) {
      this.log.warn({ err: error }, 'could not look for overdue approvals, trying again')
    } finally {
      this.isSweeping = false
    }
  }

  private async escalate(response: Response): Promise<Change | undefined> {
    const now = this.clock.now()
    const playbook = await this.playbooks.get(currentRun(response)!.playbook)
    const approvals = response.approvals.map((approval) => {
      const asked = approval.state === 'waiting' ? extensionOf(stepOf(playbook, approval.step))?.approval : undefined
      return asked ? escalate(approval, asked, now) : approval
    })
    const escalated = approvals.filter((approval, n) => approval !== response.approvals[n])
    if (escalated.length === 0) return undefined
    return escalated.reduce(
      (so, { id, step, escalations, roles }) =>
        note(so, {
          kind: 'approval.escalated',
          params: { approval: id, step, escalations, roles: roles.join(',') },
          now,
        }),
      withResponse(unchanged(response), { approvals }),
    )
  }
}
