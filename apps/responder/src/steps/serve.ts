import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { ERRORS, PHASES, Refused, type ErrorCode, type Phase } from '@genba/contracts'
import { LOG, Metrics, Queues, type Log } from '@genba/platform'
import type { Job } from 'bullmq'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import type { StepJob } from './job.js'
import { Steps } from './steps.js'
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
      this.queues.worker<StepJob>(phase, (job) => this.run(job), {
        concurrency: this.config.CONCURRENCY,
        lockDuration: this.config.LOCK_MS,
        stalledInterval: this.config.LOCK_MS / 2,
        maxStalledCount: STALLS_MAX + 1,
      })
    }
  }

  /**
   * Steps that follow each other without people, time or the world in between are one job and one write, each done by its phase. A job
   * during which a process ended does its own step only: if that is poison, its tries are counted alone.
   */
  private async run(job: Job<StepJob>): Promise<void> {
    let walk = await this.steps.begin(job.data)
    if (!walk) return
    const began = performance.now()
    for (let task = walk.task; task; task = mayGoOn(job, began) ? walk.task : undefined) {
      const isFirst = walk.made.length === 0
      const done: Done | undefined = await this.attempt(job, task).catch((error: unknown): undefined => {
        // What went well before is kept; the one that failed gets a job, and so tries, of its own.
        if (isFirst) throw error
      })
      if (!done) break
      walk = await this.steps.goOn(walk, task, done)
    }
    await this.steps.settle(walk)
    for (const { phase, done } of walk.made) this.attempts.inc({ phase, outcome: done.outcome.is })
  }

  /** What can succeed later is thrown, so that BullMQ tries again after a while; what can't, or has not in all its tries, parks. */
  private async attempt(job: Job<StepJob>, task: Task): Promise<Done> {
    const stop = this.duration.startTimer({ phase: task.runStep.phase })
    try {
      return await this.work(job, task)
    } finally {
      stop()
    }
  }

  private async work(job: Job<StepJob>, task: Task): Promise<Done> {
    if (job.stalledCounter > STALLS_MAX) return { outcome: { is: 'parked', error: 'STALLED' } }
    try {
      return await this.works.get(task.runStep.phase)!(task)
    } catch (error) {
      const code = codeOf(error)
      this.log.warn({ err: error, code, job: job.data, tries: job.attemptsMade + 1 }, 'step failed')
      if (ERRORS[code].again && job.attemptsMade + 1 < this.config.TRIES_MAX) throw error
      return { outcome: { is: 'parked', error: describe(code, error) } }
    }
  }
}

/** After so long what was made is written, so that people see it, and what follows is a job of its own. */
const WALK_MS = 250

const mayGoOn = (job: Job<StepJob>, began: number): boolean =>
  job.stalledCounter === 0 && performance.now() - began < WALK_MS

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
