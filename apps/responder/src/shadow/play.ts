import { Refused, type Response, type Run, type ShadowStep } from '@genba/contracts'
import {
  OUTCOME,
  extensionOf,
  next,
  settle,
  stepOf,
  tick,
  timers,
  type DueStep,
  type Outcome,
  type Linked,
} from '@genba/playbook'
import type { Done } from '../steps/task.js'

/** Does one step of Genba's own or of the world, stubbed. */
export type Stub = (run: Run, due: DueStep) => Promise<Done>
export type Played = { steps: ShadowStep[]; outcome: string }

/** More than any run takes; a run that asks for more would never end. */
const STEPS_MAX = 500

/**
 * Takes a run to its end at once: what people decided in reality stands for the same step, else they are taken to have approved, so
 * that everything the playbook could do is seen. Delays pass at once.
 */
export async function play(
  opened: Run,
  root: Linked,
  real: Response | undefined,
  stub: Stub,
  now: number,
): Promise<Played> {
  const steps: ShadowStep[] = []
  let run = opened
  let at = now
  while (steps.length < STEPS_MAX) {
    const due = next(run)[0]
    const timer = timers(run)[0]
    if (due) {
      const { told, outcome } = await one(run, root, real, stub, due)
      const runStep = run.steps.find(({ id }) => id === due.step)!
      steps.push({ step: due.step, name: runStep.name, phase: runStep.phase, ...told })
      run = settle(run, root, due.step, outcome, at)
    } else if (timer) run = tick(run, root, (at = Math.max(at, timer.at)))
    else break
  }
  return { steps, outcome: run.state === 'running' ? 'unfinished' : (run.variables[OUTCOME] ?? run.state) }
}

type Told = Pick<ShadowStep, 'as' | 'isAssumed' | 'people' | 'effect' | 'error'>

async function one(
  run: Run,
  root: Linked,
  real: Response | undefined,
  stub: Stub,
  due: DueStep,
): Promise<{ told: Told; outcome: Outcome }> {
  const extension = extensionOf(stepOf(root, due.step))
  if (extension?.approval) return decide(real, due.step, extension.approval.people)
  try {
    const { outcome, effect } = await stub(run, due)
    if (outcome.is === 'failed') return { told: { as: 'failed', error: outcome.error }, outcome }
    if (outcome.is === 'done')
      return {
        told: { as: 'done', ...(effect ? { effect: { connector: effect.connector, request: effect.request } } : {}) },
        outcome,
      }
    throw new Refused('BROKEN', { outcome: outcome.is })
  } catch (error) {
    const code = error instanceof Refused ? error.code : 'BROKEN'
    return { told: { as: 'failed', error: code }, outcome: { is: 'failed', error: code } }
  }
}

function decide(real: Response | undefined, step: string, people: number): { told: Told; outcome: Outcome } {
  const given = real?.approvals.findLast(
    (each) => each.step === step && (each.state === 'approved' || each.state === 'refused'),
  )
  const isApproved = given?.state !== 'refused'
  return {
    told: { as: isApproved ? 'approved' : 'refused', people: given?.people ?? people, isAssumed: given === undefined },
    outcome: isApproved ? { is: 'done', output: {} } : { is: 'failed', error: 'refused' },
  }
}
