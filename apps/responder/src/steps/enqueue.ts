import { Inject, Injectable } from '@nestjs/common'
import type { Response } from '@genba/contracts'
import { Clock, LOG, type Log } from '@genba/platform'
import { Queues } from '@genba/platform/queue'
import { next, type DueStep } from '@genba/playbook'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import { currentRun } from '../responses/progress.js'
import { attemptName, type StepJob } from './job.js'

const PATIENCE_MS = 1_000

/** Due steps become jobs on the queue of their phase. Adding one that is there already changes nothing. */
@Injectable()
export class Enqueue {
  constructor(
    private readonly queues: Queues,
    private readonly clock: Clock,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** While Redis is away this gives up after a moment: the write counts, and reconciling brings the jobs. */
  async due(response: Response): Promise<void> {
    const steps = dueOf(response)
    if (steps.length === 0) return
    const added = Promise.all(steps.map((due) => this.add(response.incident, due))).catch((error: unknown) =>
      this.log.warn({ err: error, incident: response.incident }, 'no job yet, reconciling will add it'),
    )
    let timer: NodeJS.Timeout | undefined
    await Promise.race([added, new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS)))])
    clearTimeout(timer)
  }

  /** Only those whose job Redis does not have; returns how many. */
  async missing(response: Response): Promise<number> {
    const due = dueOf(response)
    const isThere = await Promise.all(
      due.map((step) => this.queues.queue<StepJob>(step.phase).getJob(attemptName(step))),
    )
    const missing = due.filter((_, n) => !isThere[n])
    for (const step of missing) await this.add(response.incident, step)
    return missing.length
  }

  private async add(incident: string, due: DueStep): Promise<void> {
    const { run, step, attempt, phase, notBefore } = due
    await this.queues.queue<StepJob>(phase).add(
      'step',
      { incident, run, step, attempt },
      {
        jobId: attemptName(due),
        attempts: this.config.TRIES_MAX,
        backoff: { type: 'exponential', delay: this.config.RETRY_MS, jitter: 0.2 },
        // A finished job's id must be free again: the response says whether there is more to do.
        removeOnComplete: true,
        removeOnFail: true,
        ...(notBefore === undefined ? {} : { delay: Math.max(0, notBefore - this.clock.now()) }),
      },
    )
  }
}

function dueOf(response: Response): DueStep[] {
  const run = currentRun(response)
  return run && response.state !== 'done' ? next(run) : []
}
