import type { Hold } from '@genba/contracts'
import { escalate, remind, takeUp } from '@genba/playbook'
import { holdParams } from '../holds/place-hold.js'
import { BY_RESPONDER, note, withResponse, type Change } from '../responses/change.js'

export type Moment = { now: number; hasDeputies: boolean; leaseMs: number }

/** Approvals whose people are reminded or that wait too long: more people are asked. It never approves. */
export function askOn(change: Change, { now, hasDeputies }: Moment): Change {
  const before = change.response.approvals
  const approvals = before.map((approval) => remind(approval, now) ?? escalate(approval, { now, hasDeputies }))
  const moved = approvals.filter((approval, n) => approval !== before[n])
  if (moved.length === 0) return change
  return moved.reduce(
    (so, { id, run, step, escalations, reminders, roles, dueAt }) => {
      const isReminder = escalations === before.find((each) => each.id === id)!.escalations
      const params = { approval: id, run, step, roles: roles.join(','), dueAt }
      return isReminder
        ? note(so, { kind: 'approval.reminded', params: { ...params, reminders: reminders ?? 1 }, now })
        : note(so, { kind: 'approval.escalated', params: { ...params, escalations }, now })
    },
    withResponse(change, { approvals }),
  )
}

/** Holds whose time is over: `taken` is the work to be done now; what a person must end is asked of them. */
export function takeUpHolds(change: Change, { now, leaseMs }: Moment): { change: Change; taken: Hold[] } {
  const before = change.response.holds ?? []
  const holds = before.map((hold) => takeUp(hold, { now, leaseMs, by: BY_RESPONDER }) ?? hold)
  const due = holds.filter((hold, n) => hold !== before[n])
  if (due.length === 0) return { change, taken: [] }
  const asked = due.filter(({ state, work }) => state.at === 'asked' && work === undefined)
  return {
    change: asked.reduce(
      (so, hold) => note(so, { kind: 'hold.asked', params: holdParams(hold), now }),
      withResponse(change, { holds }),
    ),
    taken: due.filter(({ work }) => work !== undefined),
  }
}
