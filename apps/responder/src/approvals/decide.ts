import { Inject, Injectable } from '@nestjs/common'
import type { Decision, Response, ResponseDecision } from '@genba/contracts'
import { Clock, LOG, Metrics, type Log } from '@genba/platform'
import { TestConnector } from '../connectors/test-connector.js'
import type { Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import { RunShadow } from '../shadow/run-shadow.js'
import { Enqueue } from '../steps/enqueue.js'
import { applyDecision } from './apply-decision.js'
import { FollowPlantState } from './follow-plant-state.js'

/** Carries out a person's decision. The gateway has checked who may decide on this plant; the approval checks who may decide on it. */
@Injectable()
export class Decide {
  private readonly passedOver

  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly enqueue: Enqueue,
    private readonly runShadow: RunShadow,
    private readonly followPlantState: FollowPlantState,
    private readonly testConnector: TestConnector,
    private readonly clock: Clock,
    metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.passedOver = metrics.counter(
      'responder_decisions_passed_over_total',
      'Decisions that were taken before or fit nothing',
      ['kind'],
    )
  }

  async execute(decision: Decision): Promise<void> {
    if (isOf('plant-state', decision)) return this.followPlantState.execute(decision)
    if (isOf('test-connector', decision)) return this.testConnector.execute(decision)
    if (decision.what.kind === 'shadow') return this.tryOut(decision, decision.what.playbook)
    const saved = await this.responses.change(decision.incident, (response) => this.decide(response, decision))
    if (saved) return this.enqueue.due(saved)
    this.passedOver.inc({ kind: decision.what.kind })
  }

  /** A wish that can't be carried out must not hold up the decisions behind it. */
  private async tryOut(decision: ResponseDecision, playbook: string): Promise<void> {
    try {
      await this.runShadow.execute(decision, playbook)
    } catch (error) {
      if ((error as Error).name.startsWith('Mongo')) throw error
      this.log.warn({ err: error, decision: decision.id }, 'could not try the playbook')
      this.passedOver.inc({ kind: 'shadow' })
    }
  }

  private async decide(response: Response, decision: ResponseDecision): Promise<Change | undefined> {
    const now = this.clock.now()
    const applied = applyDecision(response, await this.loops.playbookOf(response), decision, now)
    if (!applied?.settles) return applied?.change
    return this.loops.settle(applied.change, { ...applied.settles, now, by: decision.by.user })
  }
}

const isOf = <K extends Decision['what']['kind']>(
  kind: K,
  decision: Decision,
): decision is Extract<Decision, { what: { kind: K } }> => decision.what.kind === kind
