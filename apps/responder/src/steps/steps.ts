import { Injectable } from '@nestjs/common'
import { attemptId, type Incident, type Phase, type Response } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { next } from '@genba/playbook'
import { BY_RESPONDER, audit, note, unchanged, type Change } from '../responses/change.js'
import { Incidents } from '../responses/incidents.js'
import { Loops } from '../responses/loops.js'
import { currentRun } from '../responses/progress.js'
import { ResponseStore } from '../responses/response.store.js'
import { Enqueue } from './enqueue.js'
import type { StepJob } from './job.js'
import { isStillDue, isWithin, taskOf, type Done, type Task } from './task.js'

/** An attempt that was made, with when it ended and in which phase it stands. */
export type Made = { job: StepJob; phase: Phase; done: Done; at: number }

/**
 * What one job does: the response as it was read, the attempts it made, and the response as they leave it, which is written in one
 * go. `task` is the attempt that comes next at once; absent when something else than Genba itself comes next.
 */
export type Walk = { before: Response; change: Change; made: readonly Made[]; task?: Task | undefined }

/** What a step's job finds in its response, and what it writes back. */
@Injectable()
export class Steps {
  constructor(
    private readonly responses: ResponseStore,
    private readonly loops: Loops,
    private readonly incidents: Incidents,
    private readonly enqueue: Enqueue,
    private readonly clock: Clock,
  ) {}

  /** Begins with the attempt that a job stands for; undefined when it is not due any more. Then what follows it has its jobs. */
  async begin(job: StepJob): Promise<Walk | undefined> {
    const before = await this.responses.get(job.incident)
    if (!before) return undefined
    if (isStillDue(before, job)) {
      const look = once(() => this.incidents.newest(job.incident))
      const task = taskOf(before, job, await this.loops.playbookOf(before), look)
      return { before, change: unchanged(before), made: [], task }
    }
    await this.enqueue.missing(before)
    return undefined
  }

  /** Begins with what is due first in a response that is not written yet, which was opened for this incident. */
  async open(opened: Change, incident: Incident): Promise<Walk> {
    const before = opened.response
    return { before, change: opened, made: [], task: await this.alone(before, () => Promise.resolve(incident)) }
  }

  /**
   * Takes up what an attempt made, and the step that follows at once, as the response will be when all is written. Only what Genba
   * does within itself follows so; what reaches out begins with a look at the response as it is written.
   */
  async goOn({ before, change, made }: Walk, task: Task, done: Done): Promise<Walk> {
    const { response, run, runStep, attempt } = task
    const job = { incident: response.incident, run: run.id, step: runStep.id, attempt }
    const one: Made = { job, phase: runStep.phase, done, at: this.clock.now() }
    const after = await this.settleOne(change, one)
    const following = await this.alone(after.response, task.incident)
    // A new turn of the loop looks at the world anew.
    const goesOn = following?.run.id === run.id && isWithin(following)
    return { before, change: after, made: [...made, one], task: goesOn ? following : undefined }
  }

  /** The only thing that is due, if it is so at once. */
  private async alone(response: Response, incident: Task['incident']): Promise<Task | undefined> {
    const run = response.state === 'running' ? currentRun(response) : undefined
    const [due, ...more] = run ? next(run) : []
    if (!due || more.length > 0 || due.notBefore !== undefined) return undefined
    return taskOf(response, { incident: response.incident, ...due }, await this.loops.playbookOf(response), incident)
  }

  /** Writes what a walk made in one write; jobs for what became due come after it. */
  async settle({ before, change: made, made: attempts }: Walk): Promise<void> {
    const saved = await this.responses.change(
      before.incident,
      async (response) => {
        const change = response === before ? made : await this.settleAll(unchanged(response), attempts)
        return change.response === response && change.told.length === 0 ? undefined : change
      },
      before,
    )
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

/** Asks at the first call only, and once more after a failure. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () =>
    (asked ??= ask().catch((error: unknown) => {
      asked = undefined
      throw error
    }))
}
