import type { Run, RunStep } from '@genba/contracts'
import type { Linked } from '../cacao/link.js'
import { begin, fail, go } from './advance.js'
import { RUN_ERRORS } from './caps.js'
import { draftOf, isActive, withdrawBelow } from './records.js'

/** Something of a run that only the clock moves: a CACAO timeout, or the delay of a step that is no work. */
export type Timer = { run: string; step: string; attempt: number; is: 'timeout' | 'delay'; at: number }

/** What `tick` will do and when, earliest first. Whoever runs the run calls `tick` at these moments; twice or late changes nothing. */
export function timers(run: Run): Timer[] {
  if (run.state !== 'running') return []
  return run.steps
    .filter(isActive)
    .flatMap((step) => timersOf(run, step))
    .sort((a, b) => a.at - b.at || (a.step < b.step ? -1 : 1))
}

/**
 * The run after all timers that ended by `now`: a timed-out step has failed and what was under way in its branches is withdrawn; a
 * delayed step has begun. The same run when there was none.
 */
export function tick(run: Run, root: Linked, now: number): Run {
  let draft = run
  for (;;) {
    const timer = timers(draft).find(({ at }) => at <= now)
    if (!timer) return draft
    draft = draftOf(draft)
    const record = draft.steps.find(({ id }) => id === timer.step)!
    if (timer.is === 'timeout') withdrawBelow(draft, record.id, now)
    const machine = { draft, root, now }
    go(machine, timer.is === 'timeout' ? fail(machine, record, RUN_ERRORS.timeout) : begin(machine, record))
  }
}

function timersOf(run: Run, { id, type, attempt, state, deadline }: RunStep): Timer[] {
  const timer = { run: run.id, step: id, attempt }
  const isDelayed = type !== 'action' && state.at === 'due' && state.notBefore !== undefined
  return [
    ...(deadline === undefined ? [] : [{ ...timer, is: 'timeout' as const, at: deadline }]),
    ...(isDelayed ? [{ ...timer, is: 'delay' as const, at: state.notBefore! }] : []),
  ]
}
