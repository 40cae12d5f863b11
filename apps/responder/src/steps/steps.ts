import { Injectable } from '@nestjs/common'
import { attemptId, type Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { BY_RESPONDER, audit, note, unchanged, type Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { ResponseStore } from '../responses/response.store.js'
import { Enqueue } from './enqueue.js'
import type { StepJob } from './job.js'
import { isStillDue, taskOf, type Done, type Task } from './task.js'

/** What a step's job finds in its response, and what it writes back. */
@Injectable()
export class Steps {
  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly enqueue: Enqueue,
    private readonly clock: Clock,
  ) {}

  /** The attempt that a job stands for; undefined when it is not due any more. */
  async task(job: StepJob): Promise<Task | undefined> {
    const response = await this.responses.get(job.incident)
    return response && isStillDue(response, job)
      ? taskOf(response, job, await this.loops.playbookOf(response))
      : undefined
  }

  /** Writes what the attempt made; jobs for what became due come after the write. */
  async settle(job: StepJob, done: Done): Promise<void> {
    const saved = await this.responses.change(job.incident, (response) => this.decide(response, job, done))
    if (saved) await this.enqueue.due(saved)
  }

  private async decide(response: Response, job: StepJob, done: Done): Promise<Change | undefined> {
    const now = this.clock.now()
    const told = withEffect(unchanged(response), job, done, now)
    if (!isStillDue(response, job))
      return done.effect && !wasTold(response, job) ? note(told, lateEffect(job, done.effect, now)) : undefined
    return this.loops.settle(done.apply?.(told, now) ?? told, { step: job.step, outcome: done.outcome, now })
  }
}

function withEffect(change: Change, job: StepJob, { effect }: Done, now: number): Change {
  if (!effect) return change
  const { key, connector, request, answer } = effect
  return audit(change, `effect:${key}`, {
    at: now,
    by: BY_RESPONDER,
    action: 'effect',
    subject: job.incident,
    detail: { connector, request, answer, key },
  })
}

/** The response ended or turned while the request was under way; what happened outside is told all the same. */
const lateEffect = ({ run, step }: StepJob, { connector, answer, key }: NonNullable<Done['effect']>, now: number) =>
  ({ kind: 'step.done', params: { run, step, connector, answer, late: 1 }, now, id: `effect:${key}` }) as const

/** A repeat of an attempt that was settled: its step is done by it, or its late effect stands in the timeline. */
function wasTold(response: Response, { run, step, attempt }: StepJob): boolean {
  const settled = response.runs.find(({ id }) => id === run)?.steps.find(({ id }) => id === step)
  const isDone = settled?.state.at === 'done' && settled.attempt === attempt
  return isDone || response.timeline.some(({ id }) => id === `effect:${attemptId(run, step, attempt)}`)
}
