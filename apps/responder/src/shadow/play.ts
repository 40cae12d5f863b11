import { Refused, type Response, type Run, type ShadowStep } from '@genba/contracts'
import {
  OUTCOME,
  choiceVariableOf,
  extensionOf,
  next,
  settle,
  stepOf,
  tick,
  timers,
  type DueStep,
  type Outcome,
  type Linked,
  type Step,
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

type Told = Pick<ShadowStep, 'as' | 'isAssumed' | 'people' | 'option' | 'effect' | 'error'>

async function one(
  run: Run,
  root: Linked,
  real: Response | undefined,
  stub: Stub,
  due: DueStep,
): Promise<{ told: Told; outcome: Outcome }> {
  const step = stepOf(root, due.step)
  if (extensionOf(step)?.approval) return decide(real, due.step, step)
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

/** Where nobody has chosen in reality the way that the playbook names first is taken. */
function decide(real: Response | undefined, id: string, step: Step): { told: Told; outcome: Outcome } {
  const { approval, options } = extensionOf(step)!
  const given = real?.approvals.findLast(
    (each) => each.step === id && (each.state === 'approved' || each.state === 'refused'),
  )
  const isApproved = given?.state !== 'refused'
  const chosen = options?.find((option) => option.id === given?.choice?.chosen)
  const option = isApproved ? (chosen ?? options?.[0]) : undefined
  const isAssumed = given === undefined || (option !== undefined && chosen === undefined)
  const people = given?.people ?? approval!.people
  return {
    told: {
      ...{ as: isApproved ? 'approved' : 'refused', people, isAssumed },
      ...(option ? { option: option.name } : {}),
    },
    outcome: isApproved
      ? { is: 'done', output: option ? { [choiceVariableOf(step)!]: option.id } : {} }
      : { is: 'failed', error: 'refused' },
  }
}
