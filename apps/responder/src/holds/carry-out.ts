import { Inject, Injectable } from '@nestjs/common'
import { ERRORS, Refused, type Hold, type Response } from '@genba/contracts'
import { Clock, LOG, type Log } from '@genba/platform'
import { requestOf, settleWork, type WorkResult } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { Connectors } from '../connectors/connectors.js'
import { BY_RESPONDER, audit, note, unchanged, withResponse, type Change } from '../responses/change.js'
import { ResponseStore } from '../responses/response.store.js'
import { holdParams } from './place-hold.js'

/** Sends the undo or the renewal of a hold that this process has taken up, and writes how it went. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly responses: ResponseStore,
    private readonly connectors: Connectors,
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(response: Response, hold: Hold): Promise<void> {
    const result = await this.send(response, hold)
    await this.responses.change(response.id, (now) => this.settle(now, hold, result))
  }

  private async send({ plant, drill }: Response, hold: Hold): Promise<WorkResult> {
    try {
      const connector = this.connectors.connect(hold.connector, { plant, drill: drill !== undefined })
      return { is: 'done', answer: (await connector.send(requestOf(hold), hold.work!.key)).answer }
    } catch (error) {
      this.log.warn({ err: error, hold: hold.id, work: hold.work?.key }, 'the work on a hold failed')
      if (!(error instanceof Refused)) return { is: 'failed', error: 'BROKEN', mayTryAgain: false }
      const about = Object.values(error.detail).filter((value) => typeof value === 'string')
      return { is: 'failed', error: [error.code, ...about].join(' '), mayTryAgain: ERRORS[error.code].again }
    }
  }

  private settle(response: Response, taken: Hold, result: WorkResult): Change | undefined {
    const now = this.clock.now()
    const { TRIES_MAX: triesMax, RETRY_MS: retryMs } = this.config
    const hold = response.holds?.find(({ id }) => id === taken.id)
    const after = hold && settleWork(hold, taken.work!.key, result, { now, triesMax, retryMs, by: BY_RESPONDER })
    if (!hold || !after) return undefined
    const change = withResponse(unchanged(response), {
      holds: response.holds!.map((each) => (each === hold ? after : each)),
    })
    return after.work ? change : tell(change, taken, after, result, now)
  }
}

function tell(change: Change, { work }: Hold, after: Hold, result: WorkResult, now: number): Change {
  const { what, key, by, reason } = work!
  const kind =
    result.is === 'done'
      ? what === 'undo'
        ? 'hold.undone'
        : 'hold.renewed'
      : what === 'undo'
        ? 'hold.stuck'
        : 'hold.late'
  const more: Record<string, string> = result.is === 'done' ? { answer: result.answer } : { error: result.error }
  const params = { ...holdParams(after), reason, ...more }
  const told = note(change, { kind, by, params, now, id: `effect:${key}` })
  if (result.is === 'failed') return told
  const detail = { connector: after.connector, request: what, answer: result.answer, key, reason }
  return audit(told, `effect:${key}`, { at: now, by, action: 'effect', subject: change.response.incident, detail })
}
