import type { Response } from '@genba/contracts'
import { approvalDueAt, holdDueAt, next, timers, type DueStep } from '@genba/playbook'
import { currentRun, openClock } from '../responses/progress.js'

/** A due step whose job has not done it by then is looked after: its job may be lost, or nobody is there to do it. */
export const JOB_GRACE_MS = 10_000

/**
 * When time alone next asks something of a response: an approval is to be reminded of or runs out, a hold ends, a phase is late, a
 * step should have been done, a CACAO timeout or delay ends.
 */
export const wakeAt = (response: Response): number | undefined =>
  earliest([...ownTimers(response), ...laterTimers(response)])

/**
 * When a look at it must stand ready. A step that is due now has its job, whose write sees to what comes next; should that job be
 * lost, or take longer than the phase may, the search for what is overdue finds it by `wakeAt`.
 */
export const lookAt = (response: Response): number | undefined =>
  earliest([...ownTimers(response), ...(isUnderWay(response) ? [] : laterTimers(response))])

const isUnderWay = (response: Response): boolean => dueOf(response).some(({ notBefore }) => notBefore === undefined)

const dueOf = (response: Response): DueStep[] => {
  const run = currentRun(response)
  return run && response.state !== 'done' ? next(run) : []
}

/** Times that were promised to somebody. */
function ownTimers(response: Response): (number | undefined)[] {
  const holds = (response.holds ?? []).map(holdDueAt)
  if (response.state === 'done') return holds
  const run = currentRun(response)
  return [...(run ? timers(run) : []).map(({ at }) => at), ...response.approvals.map(approvalDueAt), ...holds]
}

/** Times after which something is wrong. */
function laterTimers(response: Response): number[] {
  if (response.state === 'done') return []
  const run = currentRun(response)
  const jobs = dueOf(response).map(({ step, notBefore }) => {
    const state = run?.steps.find(({ id }) => id === step)?.state
    return (notBefore ?? (state?.at === 'due' ? state.since : 0)) + JOB_GRACE_MS
  })
  const phase = openClock(response)
  const late = phase?.budgetMs !== undefined && phase.lateAt === undefined ? [phase.enteredAt + phase.budgetMs] : []
  return [...jobs, ...late]
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
