import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { ERRORS, PHASES, Refused, type ErrorCode, type Phase } from '@genba/contracts'
import { LOG, Metrics, Queues, type Log } from '@genba/platform'
import type { Job } from 'bullmq'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import type { StepJob } from './job.js'
import { Steps, type Made } from './steps.js'
import type { Done, Task, Work } from './task.js'

/** A step during which the process ended so often is poison: it parks instead of ending the process once more. */
const STALLS_MAX = 3
const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30]

/** The four queues: one worker each, whose work the phase's processor gives. */
@Injectable()
export class Serve implements OnApplicationBootstrap {
  private readonly works = new Map<Phase, Work>()
  private readonly attempts
  private readonly duration

  constructor(
    private readonly queues: Queues,
    private readonly steps: Steps,
    metrics: Metrics,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.attempts = metrics.counter('responder_steps_total', 'Attempts at steps by phase and outcome', [
      'phase',
      'outcome',
    ])
    this.duration = metrics.histogram('responder_step_seconds', 'Time of one attempt at a step', SECONDS, ['phase'])
  }

  /** Called by each processor before the app has started. */
  register(phase: Phase, work: Work): void {
    if (this.works.has(phase)) throw new Error(`queue ${phase} has two processors`)
    this.works.set(phase, work)
  }

  onApplicationBootstrap(): void {
    const missing = PHASES.filter((phase) => !this.works.has(phase))
    if (missing.length > 0) throw new Error(`no processor for ${missing.join(', ')}`)
    for (const phase of PHASES) {
      this.queues.worker<StepJob>(phase, (job) => this.run(phase, job), {
        concurrency: this.config.CONCURRENCY,
        lockDuration: this.config.LOCK_MS,
        stalledInterval: this.config.LOCK_MS / 2,
        maxStalledCount: STALLS_MAX + 1,
      })
    }
  }

  /** Steps of one phase that follow each other without people, time or the world in between are one job and one write. */
  private async run(phase: Phase, job: Job<StepJob>): Promise<void> {
    const first = await this.steps.task(job.data)
    if (!first) return
    const made: Made[] = []
    for (let task: Task | undefined = first; task;) {
      const isFirst = task === first
      const done: Done | undefined = await this.attempt(phase, job, task).catch((error: unknown): undefined => {
        // What went well before is kept; the one that failed gets a job, and so tries, of its own.
        if (isFirst) throw error
      })
      if (!done) break
      const { run, runStep, attempt } = task
      made.push({
        job: { incident: job.data.incident, run: run.id, step: runStep.id, attempt },
        done,
        at: this.steps.now(),
      })
      task = done.effect ? undefined : await this.steps.following(task, made, phase)
    }
    await this.steps.settle(job.data.incident, made)
    for (const { done } of made) this.attempts.inc({ phase, outcome: done.outcome.is })
  }

  /** What can succeed later is thrown, so that BullMQ tries again after a while; what can't, or has not in all its tries, parks. */
  private async attempt(phase: Phase, job: Job<StepJob>, task: Task): Promise<Done> {
    const stop = this.duration.startTimer({ phase })
    try {
      return await this.work(phase, job, task)
    } finally {
      stop()
    }
  }

  private async work(phase: Phase, job: Job<StepJob>, task: Task): Promise<Done> {
    if (job.stalledCounter > STALLS_MAX) return { outcome: { is: 'parked', error: 'STALLED' } }
    try {
      return await this.works.get(phase)!(task)
    } catch (error) {
      const code = codeOf(error)
      this.log.warn({ err: error, code, job: job.data, tries: job.attemptsMade + 1 }, 'step failed')
      if (ERRORS[code].again && job.attemptsMade + 1 < this.config.TRIES_MAX) throw error
      return { outcome: { is: 'parked', error: describe(code, error) } }
    }
  }
}

const codeOf = (error: unknown): ErrorCode =>
  error instanceof Refused ? error.code : (error as Error).name.startsWith('Mongo') ? 'ENGINE_AWAY' : 'BROKEN'

/** The code, and for what Genba refused itself the names that go with it; texts of strangers stay in the log. */
function describe(code: ErrorCode, error: unknown): string {
  const detail =
    error instanceof Refused
      ? Object.values(error.detail).filter((value) => typeof value === 'string' || typeof value === 'number')
      : []
  return [code, ...detail].join(' ')
}
