import { Injectable } from '@nestjs/common'
import { attemptId, type Phase, type Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { next } from '@genba/playbook'
import { BY_RESPONDER, audit, note, unchanged, type Change } from '../responses/change.js'
import { Loops } from '../responses/loops.js'
import { currentRun } from '../responses/progress.js'
import { ResponseStore } from '../responses/response.store.js'
import { Enqueue } from './enqueue.js'
import type { StepJob } from './job.js'
import { isStillDue, taskOf, type Done, type Task } from './task.js'

/** An attempt that was made, with when it ended. */
export type Made = { job: StepJob; done: Done; at: number }

/** What a step's job finds in its response, and what it writes back. */
@Injectable()
export class Steps {
  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly enqueue: Enqueue,
    private readonly clock: Clock,
  ) {}

  /** The attempt that a job stands for; undefined when it is not due any more. Then what follows it has its jobs. */
  async task(job: StepJob): Promise<Task | undefined> {
    const response = await this.responses.get(job.incident)
    if (!response) return undefined
    if (isStillDue(response, job)) return taskOf(response, job, await this.loops.playbookOf(response))
    await this.enqueue.missing(response)
    return undefined
  }

  /**
   * The step that follows at once in the same phase, as the response will be when what was made is written. Only what Genba does
   * within itself follows so; what reaches out begins with a look at the response as it is written.
   */
  async following(task: Task, made: readonly Made[], phase: Phase): Promise<Task | undefined> {
    const { response } = await this.settleAll(unchanged(task.response), made.slice(-1))
    const run = response.state === 'running' ? currentRun(response) : undefined
    const [due, ...more] = run ? next(run) : []
    if (!due || more.length > 0 || due.phase !== phase || due.notBefore !== undefined) return undefined
    const following = taskOf(response, { incident: response.incident, ...due }, await this.loops.playbookOf(response))
    return following.extension.automation === undefined ? undefined : following
  }

  /** Writes what the attempts made in one write; jobs for what became due come after it. */
  async settle(incident: string, made: readonly Made[]): Promise<void> {
    const saved = await this.responses.change(incident, async (response) => {
      const change = await this.settleAll(unchanged(response), made)
      return change.response === response && change.told.length === 0 ? undefined : change
    })
    if (saved) await this.enqueue.due(saved)
  }

  private async settleAll(before: Change, made: readonly Made[]): Promise<Change> {
    let change = before
    for (const each of made) change = await this.settleOne(change, each)
    return change
  }

  private async settleOne(change: Change, made: Made): Promise<Change> {
    const { job, done, at } = made
    if (!isStillDue(change.response, job)) return settleLate(change, made)
    return this.loops.settle(applied(change, made), { step: job.step, outcome: done.outcome, now: at })
  }

  now(): number {
    return this.clock.now()
  }
}

/**
 * The response ended or turned while the request was under way: what happened outside is told, and what it leaves standing is kept
 * track of, all the same. A repeat changes nothing.
 */
export function settleLate(change: Change, made: Made): Change {
  const { job, done, at } = made
  if (!done.effect || wasTold(change.response, job)) return change
  return note(applied(change, made), lateEffect(job, done.effect, at))
}

function applied(change: Change, { job, done, at }: Made): Change {
  const told = withEffect(change, job, done, at)
  return done.apply?.(told, at) ?? told
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

const lateEffect = ({ run, step }: StepJob, { connector, answer, key }: NonNullable<Done['effect']>, now: number) =>
  ({ kind: 'step.done', params: { run, step, connector, answer, late: 1 }, now, id: `effect:${key}` }) as const

/** A repeat of an attempt that was settled: its step is done by it, or its late effect stands in the timeline. */
function wasTold(response: Response, { run, step, attempt }: StepJob): boolean {
  const settled = response.runs.find(({ id }) => id === run)?.steps.find(({ id }) => id === step)
  const isDone = settled?.state.at === 'done' && settled.attempt === attempt
  return isDone || response.timeline.some(({ id }) => id === `effect:${attemptId(run, step, attempt)}`)
}
