import type { Approval, Role } from '@genba/contracts'

export const REMINDER_MAX_MS = 86_400_000

/**
 * An approval whose time ran out: the next role of the chain is asked as well and the time begins anew; it is never approved and
 * nobody who must agree is let off. Past the end of the chain it reminds, each time after twice as long, at most daily.
 */
export function escalate(
  approval: Approval,
  { escalateTo, dueMs }: { escalateTo: readonly Role[]; dueMs: number },
  now: number,
): Approval {
  if (approval.state !== 'waiting' || now < approval.dueAt) return approval
  const asked = escalateTo[approval.escalations]
  const beyond = Math.max(0, approval.escalations + 1 - escalateTo.length)
  return {
    ...approval,
    roles: asked === undefined ? approval.roles : [...new Set([...approval.roles, asked])],
    escalations: approval.escalations + 1,
    dueAt: now + Math.min(dueMs * 2 ** Math.min(beyond, 20), REMINDER_MAX_MS),
  }
}
