import type { Approval, Asked, Role } from '@genba/contracts'

export const REMINDER_MAX_MS = 86_400_000
/** Parts of the time to decide after which those who were asked are reminded. */
export const REMIND_AT = [1 / 2, 5 / 6] as const
const DUE_MS = 900_000

/** When people are reminded first, of a time to decide that begins now. */
export const firstReminder = (now: number, dueMs: number): number => now + Math.round(dueMs * REMIND_AT[0])

/** An approval whose reminder is due, with the next one; undefined when none is. */
export function remind(approval: Approval, now: number): Approval | undefined {
  const { remindAt, dueAt, reminders = 0, state } = approval
  if (state !== 'waiting' || remindAt === undefined || now < remindAt || now >= dueAt) return undefined
  const { remindAt: _, ...rest } = approval
  const part = REMIND_AT[reminders + 1]
  // The first reminder was at a known part of the time; what is left of it tells the whole.
  const whole = (dueAt - remindAt) / (1 - REMIND_AT[reminders]!)
  const next = part === undefined ? undefined : dueAt - Math.round(whole * (1 - part))
  return { ...rest, reminders: reminders + 1, ...(next !== undefined && next > now ? { remindAt: next } : {}) }
}

/**
 * An approval whose time ran out: the next of the chain is asked as well and the time begins anew; it is never approved and nobody who
 * must agree is let off. Without standing deputies that link of the chain is passed over. Past the end of the chain it reminds, each
 * time after twice as long, at most daily.
 */
export function escalate(approval: Approval, { hasDeputies, now }: { hasDeputies: boolean; now: number }): Approval {
  if (approval.state !== 'waiting' || now < approval.dueAt) return approval
  const { chain = [], dueMs = DUE_MS } = approval
  const isPassedOver = chain[approval.escalations] === 'deputy' && !hasDeputies
  const escalations = approval.escalations + (isPassedOver ? 2 : 1)
  const asked = chain[escalations - 1]
  const beyond = Math.max(0, escalations - chain.length)
  const timeMs = Math.min(dueMs * 2 ** Math.min(beyond, 20), REMINDER_MAX_MS)
  const asking = (roles: readonly Role[]): Role[] =>
    asked === undefined || asked === 'deputy' ? [...roles] : [...new Set([...roles, asked])]
  const { choice } = approval
  return {
    ...approval,
    roles: asking(approval.roles),
    ...(choice
      ? { choice: { ...choice, options: choice.options.map((way) => ({ ...way, roles: asking(way.roles) })) } }
      : {}),
    escalations,
    dueAt: now + timeMs,
    remindAt: firstReminder(now, timeMs),
    reminders: 0,
  }
}

/** Who the next time-out asks; undefined past the end of the chain. */
export function nextAsked({ chain = [], escalations }: Approval, hasDeputies: boolean): Asked | undefined {
  const next = chain[escalations]
  return next === 'deputy' && !hasDeputies ? chain[escalations + 1] : next
}

/** When time alone next asks something of an approval; undefined when it does not wait. */
export const approvalDueAt = ({ state, remindAt, dueAt }: Approval): number | undefined =>
  state === 'waiting' ? Math.min(remindAt ?? dueAt, dueAt) : undefined
