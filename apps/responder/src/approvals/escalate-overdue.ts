import { escalate, extensionOf, stepOf, type Linked } from '@genba/playbook'
import { note, withResponse, type Change } from '../responses/change.js'

/** Approvals that wait too long: more people are asked. It never approves. */
export function escalateOverdue(change: Change, playbook: Linked, now: number): Change {
  const before = change.response.approvals
  const approvals = before.map((approval) => {
    const asked = approval.state === 'waiting' ? extensionOf(stepOf(playbook, approval.step))?.approval : undefined
    return asked ? escalate(approval, asked, now) : approval
  })
  const escalated = approvals.filter((approval, n) => approval !== before[n])
  if (escalated.length === 0) return change
  return escalated.reduce(
    (so, { id, step, escalations, roles }) =>
      note(so, {
        kind: 'approval.escalated',
        params: { approval: id, step, escalations, roles: roles.join(',') },
        now,
      }),
    withResponse(change, { approvals }),
  )
}
