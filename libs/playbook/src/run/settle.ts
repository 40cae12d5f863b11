import { never, type Run, type RunStep, type StepState } from '@genba/contracts'
import { stepOf, type Playbook } from '../cacao/playbook.js'
import { advance, afterFailure, isActive } from './advance.js'
import { OUTCOME, VARIABLE_MAX_CHARS, type Outcome } from './outcome.js'

/**
 * The run after one attempt at a due or waiting step (CACAO 2.0: on_completion, on_success, on_failure). Throws when the step is
 * neither: who settles has looked first, by `isDue` or by the approval.
 */
export function settle(run: Run, playbook: Playbook, stepId: string, outcome: Outcome, now: number): Run {
  const before = run.steps.find((step) => step.id === stepId)
  if (before?.state.at !== 'due' && before?.state.at !== 'waiting')
    throw new Error(`run ${run.id}: ${stepId} is ${before?.state.at ?? 'unknown'}, it can't be settled`)
  const step = stepOf(playbook, stepId)
  switch (outcome.is) {
    case 'done':
      return advance(
        put(run, before, { at: 'done', since: now, output: cut(outcome.output) }),
        playbook,
        ways(step.on_success ?? step.on_completion),
        now,
      )
    case 'failed':
      return advance(
        put(run, before, { at: 'failed', since: now, error: outcome.error }),
        playbook,
        ways(afterFailure(playbook, step)),
        now,
      )
    case 'waiting':
      return put(run, before, { at: 'waiting', since: now, approval: outcome.approval })
    case 'parked':
      return put(run, before, { at: 'parked', since: now, error: outcome.error })
    case 'again': {
      const next = put(
        run,
        { ...before, attempt: before.attempt + 1 },
        { at: 'due', since: since(before), notBefore: outcome.notBefore },
      )
      return { ...next, variables: { ...next.variables, ...cut(outcome.output) } }
    }
    default:
      return never(outcome)
  }
}

/** A parked step that a person asked for once more: a new attempt, so an own effect outside. */
export function retry(run: Run, stepId: string, by: string, now: number): Run {
  const parked = run.steps.find((step) => step.id === stepId && step.state.at === 'parked')
  if (!parked) throw new Error(`run ${run.id}: ${stepId} is not parked`)
  return put(run, { ...parked, attempt: parked.attempt + 1, askedBy: by }, { at: 'due', since: now })
}

/** The run ended from outside: what was under way is withdrawn, what was done stays. */
export function withdraw(run: Run, now: number): Run {
  const steps = run.steps.map((step): RunStep =>
    isActive(step) ? { ...step, state: { at: 'failed', since: now, error: 'withdrawn' } } : step,
  )
  return { ...run, steps, state: 'done', variables: { ...run.variables, [OUTCOME]: 'withdrawn' }, endedAt: now }
}

const ways = (to: string | undefined): string[] => (to === undefined ? [] : [to])
const since = (step: RunStep): number => (step.state.at === 'pending' ? 0 : step.state.since)

function put(run: Run, step: RunStep, state: StepState): Run {
  const output = state.at === 'done' ? state.output : {}
  return {
    ...run,
    variables: { ...run.variables, ...output },
    steps: run.steps.map((each) => (each.id === step.id ? { ...step, state } : each)),
  }
}

const cut = (output: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(output).map(([name, value]) => [name, value.slice(0, VARIABLE_MAX_CHARS)]))
