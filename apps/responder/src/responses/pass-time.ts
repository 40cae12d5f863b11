import { tick, type Linked } from '@genba/playbook'
import { note, withResponse, type Change } from './change.js'
import { currentRun, refresh } from './progress.js'

/**
 * What the clock alone does to the current run: a step that took too long has failed, a delayed one has begun. Approvals that nobody
 * waits for any more are withdrawn; none is given by it. The same change when there was nothing to do.
 */
export function passTime(change: Change, playbook: Linked, now: number): Change {
  const before = currentRun(change.response)
  const after = before?.state === 'running' ? tick(before, playbook, now) : before
  if (!before || !after || after === before) return change
  const waiting = new Set(after.steps.flatMap(({ state }) => (state.at === 'waiting' ? [state.approval] : [])))
  const isLeft = ({ state, run, id }: Change['response']['approvals'][number]): boolean =>
    state === 'waiting' && run === before.id && !waiting.has(id)
  const left = change.response.approvals.filter(isLeft)
  const approvals = change.response.approvals.map((each) =>
    isLeft(each) ? { ...each, state: 'withdrawn' as const } : each,
  )
  const runs = [...change.response.runs.slice(0, -1), after]
  const withdrawn = left.reduce(
    (so, { id, step }) =>
      note(so, { kind: 'approval.withdrawn', params: { approval: id, step, reason: 'timeout' }, now }),
    withResponse(change, { runs, approvals }),
  )
  const failed = after.steps.filter(
    ({ id, type, state }) =>
      type === 'action' && state.at === 'failed' && before.steps.find((step) => step.id === id)?.state.at !== 'failed',
  )
  const told = failed.reduce(
    (so, { id, attempt, state }) =>
      note(so, {
        kind: 'step.failed',
        params: { run: after.id, step: id, loop: after.loop, attempt, error: state.at === 'failed' ? state.error : '' },
        now,
      }),
    withdrawn,
  )
  return refresh(told, now)
}
