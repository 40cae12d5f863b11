import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { ERRORS, PHASES, Refused, type ErrorCode } from '@genba/contracts'
import { LOG, type Log } from '@genba/platform'
import { Queues } from '@genba/platform/queue'
import type { Job } from 'bullmq'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import type { StepJob } from './job.js'
import { Steps } from './steps.js'
import type { Done, Task } from './task.js'
import { Works } from './works.js'

/** A step during which the process ended so often is poison: it parks instead of ending the process once more. */
const STALLS_MAX = 3

/** The four queues, one worker each. */
@Injectable()
export class Serve implements OnApplicationBootstrap {
  constructor(
    private readonly queues: Queues,
    private readonly steps: Steps,
    private readonly works: Works,
    @Inject(RESPONDER_CONFIG) private readonly config: ResponderConfig,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
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
    this.works.count(walk.made)
  }

  /** What can succeed later is thrown, so that BullMQ tries again after a while; what can't, or has not in all its tries, parks. */
  private async attempt(job: Job<StepJob>, task: Task): Promise<Done> {
    if (job.stalledCounter > STALLS_MAX) return { outcome: { is: 'parked', error: 'STALLED' } }
    try {
      return await this.works.do(task)
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
