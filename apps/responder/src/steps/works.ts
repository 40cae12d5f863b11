import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import { PHASES, type Phase } from '@genba/contracts'
import { Metrics } from '@genba/platform'
import type { Made } from './steps.js'
import type { Done, Task, Work } from './task.js'

const SECONDS = [0.005, 0.02, 0.1, 0.5, 2, 10, 30]

/** The work of each phase, which its processor gives, and what it took. */
@Injectable()
export class Works implements OnApplicationBootstrap {
  private readonly works = new Map<Phase, Work>()
  private readonly attempts
  private readonly duration

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter('responder_steps_total', 'Attempts at steps by phase and outcome', [
      'phase',
      'outcome',
    ])
    this.duration = metrics.histogram('responder_step_seconds', 'Time of one attempt at a step', SECONDS, ['phase'])
  }

  /** Called by each processor before the app has started. */
  register(phase: Phase, work: Work): void {
    if (this.works.has(phase)) throw new Error(`phase ${phase} has two processors`)
    this.works.set(phase, work)
  }

  onApplicationBootstrap(): void {
    const missing = PHASES.filter((phase) => !this.works.has(phase))
    if (missing.length > 0) throw new Error(`no processor for ${missing.join(', ')}`)
  }

  async do(task: Task): Promise<Done> {
    const stop = this.duration.startTimer({ phase: task.runStep.phase })
    try {
      return await this.works.get(task.runStep.phase)!(task)
    } finally {
      stop()
    }
  }

  /** Attempts count when they are written. */
  count(made: readonly Made[]): void {
    for (const { phase, done } of made) this.attempts.inc({ phase, outcome: done.outcome.is })
  }
}
