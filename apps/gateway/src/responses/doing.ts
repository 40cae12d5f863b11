import { isOver, type Approval, type IncidentRow, type Response, type WaitingApproval } from '@genba/contracts'

/** What the incident list tells about a response. */
export type Doing = NonNullable<IncidentRow['response']>

export const DOING_FIELDS = ['version', 'state', 'phase', 'loop', 'approvals', 'holds', 'clock', 'openedAt'] as const
type Read = Pick<Response, (typeof DOING_FIELDS)[number]>

export function doingOf({ version, state, phase, loop, approvals, holds = [], clock, openedAt }: Read): Doing {
  const lateAt = clock.at(-1)?.lateAt
  return {
    version,
    state,
    phase,
    loop,
    waiting: approvals.filter((approval) => approval.state === 'waiting').map(waitingOf),
    holds: holds.filter((hold) => !isOver(hold)).length,
    phaseSince: clock.at(-1)?.enteredAt ?? openedAt,
    ...(lateAt === undefined || state === 'done' ? {} : { lateAt }),
  }
}

const waitingOf = (approval: Approval): WaitingApproval => {
  const { id, title, effect, roles, mustInclude, people, requestedBy, dueAt, remindAt, escalations, answers } = approval
  const options = approval.choice?.options.map(({ name, effect: does }) => ({ name, stops: does.stops }))
  return {
    ...{ id, title, stops: effect.stops, roles, mustInclude, people, dueAt, escalations },
    ...(options ? { options } : {}),
    ...(requestedBy === undefined ? {} : { requestedBy }),
    ...(remindAt === undefined ? {} : { remindAt }),
    answered: answers.map(({ user }) => user),
  }
}
