import type { Response } from '@genba/contracts'
import { approvalDueAt, holdDueAt, next, timers } from '@genba/playbook'
import { currentRun, openClock } from '../responses/progress.js'

/** A due step whose job has not done it by then is looked after: its job may be lost, or nobody is there to do it. */
export const JOB_GRACE_MS = 10_000

/**
 * When time alone next asks something of a response: an approval is to be reminded of or runs out, a hold ends, a phase is late, a
 * step should have been done, a CACAO timeout or delay ends.
 */
export function wakeAt(response: Response): number | undefined {
  const holds = (response.holds ?? []).map(holdDueAt)
  if (response.state === 'done') return earliest(holds)
  const run = currentRun(response)
  const jobs = (run ? next(run) : []).map(({ step, notBefore }) => {
    const state = run?.steps.find(({ id }) => id === step)?.state
    return (notBefore ?? (state?.at === 'due' ? state.since : 0)) + JOB_GRACE_MS
  })
  const approvals = response.approvals.map(approvalDueAt)
  const phase = openClock(response)
  const late = phase?.budgetMs !== undefined && phase.lateAt === undefined ? [phase.enteredAt + phase.budgetMs] : []
  const clock = (run ? timers(run) : []).map(({ at }) => at)
  return earliest([...jobs, ...clock, ...approvals, ...late, ...holds])
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
