import { never, type Run, type RunStep } from '@genba/contracts'
import type { Linked } from '../cacao/link.js'
import { complete, fail, go } from './advance.js'
import { draftOf, put, recordOf, withdrawBelow } from './records.js'
import { OUTCOME, type Outcome } from './outcome.js'
import { assign } from './scope.js'

/**
 * The run after one attempt at a due or waiting step (CACAO 2.0: on_completion, on_success, on_failure). Throws when the step is
 * neither: who settles has looked first, by `isDue` or by the approval.
 */
export function settle(run: Run, root: Linked, stepId: string, outcome: Outcome, now: number): Run {
  const before = recordOf(run, stepId)
  if (before?.state.at !== 'due' && before?.state.at !== 'waiting')
    throw new Error(`run ${run.id}: ${stepId} is ${before?.state.at ?? 'unknown'}, it can't be settled`)
  switch (outcome.is) {
    case 'done':
    case 'failed': {
      const machine = { draft: draftOf(run), root, now }
      const record = recordOf(machine.draft, stepId)!
      go(
        machine,
        outcome.is === 'done' ? complete(machine, record, outcome.output) : fail(machine, record, outcome.error),
      )
      return machine.draft
    }
    case 'waiting':
      return put(run, before, { at: 'waiting', since: now, approval: outcome.approval })
    case 'parked':
      return put(run, before, { at: 'parked', since: now, error: outcome.error })
    case 'again': {
      const draft = draftOf(run)
      const record = recordOf(draft, stepId)!
      assign(draft, root, record, outcome.output)
      record.attempt += 1
      record.state = { at: 'due', since: since(before), notBefore: outcome.notBefore }
      return draft
    }
    default:
      return never(outcome)
  }
}

/** A parked step that a person asked for once more: a new attempt, so an own effect outside, with its whole time. */
export function retry(run: Run, stepId: string, by: string, now: number): Run {
  const parked = recordOf(run, stepId)
  if (parked?.state.at !== 'parked') throw new Error(`run ${run.id}: ${stepId} is not parked`)
  const deadline = parked.timeoutMs === undefined ? {} : { deadline: now + parked.timeoutMs }
  return put(run, { ...parked, ...deadline, attempt: parked.attempt + 1, askedBy: by }, { at: 'due', since: now })
}

/** The run ended from outside: what was under way is withdrawn, what was done stays. */
export function withdraw(run: Run, now: number): Run {
  const draft = draftOf(run)
  withdrawBelow(draft, undefined, now)
  return { ...draft, state: 'done', variables: { ...run.variables, [OUTCOME]: 'withdrawn' }, endedAt: now }
}

const since = (step: RunStep): number => (step.state.at === 'pending' ? 0 : step.state.since)
