import { extensionOf, stepOf, tighten, type Linked, type Stakes } from '@genba/playbook'
import { note, withResponse, type Change } from './change.js'

/** Approvals that wait become stricter when more is at stake; who is needed now is told. */
export function tightenWaiting(
  change: Change,
  playbook: Linked,
  stakes: Stakes,
  { now, ...params }: { now: number; zones?: string; state?: string },
): Change {
  const before = change.response.approvals
  const approvals = before.map((approval) => {
    const step = approval.state === 'waiting' ? extensionOf(stepOf(playbook, approval.step)) : undefined
    return step ? tighten(approval, step, stakes) : approval
  })
  return approvals
    .filter((approval, n) => approval !== before[n])
    .reduce(
      (so, { id, run, step, people }) =>
        note(so, { kind: 'approval.requested', params: { approval: id, run, step, people, ...params }, now }),
      withResponse(change, { approvals }),
    )
}
