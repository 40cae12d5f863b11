import type { Run, RunStep, StepState } from '@genba/contracts'
import { RUN_ERRORS } from './caps.js'

/** Active: somebody or something has still to do with it. */
export const isActive = (step: RunStep): boolean =>
  step.state.at === 'due' || step.state.at === 'waiting' || step.state.at === 'parked'

/** A copy that a transition may write to. */
export const draftOf = (run: Run): Run => ({
  ...run,
  variables: { ...run.variables },
  steps: run.steps.map((step) => (step.variables ? { ...step, variables: { ...step.variables } } : { ...step })),
})

export const recordOf = (run: Run, id: string): RunStep | undefined => run.steps.find((step) => step.id === id)

/** The run with one step put into a state. */
export const put = (run: Run, step: RunStep, state: StepState): Run => ({
  ...run,
  steps: run.steps.map((each) => (each.id === step.id ? { ...step, state } : each)),
})

/** The step whose branch a step was entered in, that step's, and so on outwards. */
export function ancestorsOf(run: Run, step: RunStep): RunStep[] {
  const found: RunStep[] = []
  for (let id = step.parent; id !== undefined; id = found.at(-1)!.parent) {
    const parent = recordOf(run, id)
    if (!parent) throw new Error(`run ${run.id}: no step ${id}`)
    found.push(parent)
  }
  return found
}

/** Ends what is under way in the branches of a step; without a step, in the whole run. What was done stays. */
export function withdrawBelow(draft: Run, opener: string | undefined, now: number): void {
  const isBelow = (step: RunStep): boolean =>
    opener === undefined || ancestorsOf(draft, step).some(({ id }) => id === opener)
  for (const step of draft.steps.filter(isActive).filter(isBelow))
    step.state = { at: 'failed', since: now, error: RUN_ERRORS.withdrawn }
}
