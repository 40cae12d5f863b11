import type { Run, RunStep } from '@genba/contracts'
import { edgesOf, reachable } from '../cacao/edges.js'
import { extensionOf, stepOf, type Playbook } from '../cacao/playbook.js'
import { advance, afterFailure } from './advance.js'

/**
 * A parked step that a person goes on without. What it should have given is not there; an approval is not given by it, so its way is
 * that of a refusal. Throws when the step is not parked.
 */
export function skip(run: Run, playbook: Playbook, stepId: string, now: number): Run {
  const parked = run.steps.find((each) => each.id === stepId && each.state.at === 'parked')
  if (!parked) throw new Error(`run ${run.id}: ${stepId} is not parked`)
  const step = stepOf(playbook, stepId)
  const isApproval = extensionOf(step)?.approval !== undefined
  const state: RunStep['state'] = isApproval
    ? { at: 'failed', since: now, error: 'skipped' }
    : { at: 'done', since: now, output: {} }
  const steps = run.steps.map((each) => (each.id === stepId ? { ...each, state } : each))
  const next = isApproval ? afterFailure(playbook, step) : (step.on_success ?? step.on_completion)
  return advance({ ...run, steps }, playbook, next === undefined ? [] : [next], now)
}

/** The steps that running again from a step begins anew: it and all that can follow it. */
export function rerunSteps(playbook: Playbook, stepId: string): ReadonlySet<string> {
  const heads = edgesOf(stepOf(playbook, stepId)).map(({ to }) => to)
  return new Set([stepId, ...reachable(playbook, heads)])
}

/**
 * A step and all that follows it once more, each as a new attempt, so as an own effect outside. Throws when the run has ended or the
 * step was never reached.
 */
export function rerun(run: Run, playbook: Playbook, stepId: string, by: string, now: number): Run {
  const from = run.steps.find(({ id }) => id === stepId)
  if (run.state !== 'running' || !from || from.state.at === 'pending')
    throw new Error(`run ${run.id}: ${stepId} can't be run again`)
  const again = rerunSteps(playbook, stepId)
  const steps = run.steps.map((each): RunStep =>
    again.has(each.id) && each.state.at !== 'pending'
      ? { ...each, attempt: each.attempt + 1, state: { at: 'pending' }, ...(each.id === stepId ? { askedBy: by } : {}) }
      : each,
  )
  return advance({ ...run, steps }, playbook, [stepId], now)
}
