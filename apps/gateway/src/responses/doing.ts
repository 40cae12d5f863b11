import type { IncidentRow, Response } from '@genba/contracts'

/** What the incident list tells about a response. */
export type Doing = NonNullable<IncidentRow['response']>

export const DOING_FIELDS = ['version', 'state', 'phase', 'loop', 'approvals', 'clock', 'openedAt'] as const
type Read = Pick<Response, (typeof DOING_FIELDS)[number]>

export function doingOf({ version, state, phase, loop, approvals, clock, openedAt }: Read): Doing {
  const lateAt = clock.at(-1)?.lateAt
  return {
    version,
    state,
    phase,
    loop,
    waitingApprovals: approvals.filter((approval) => approval.state === 'waiting').length,
    phaseSince: clock.at(-1)?.enteredAt ?? openedAt,
    ...(lateAt === undefined || state === 'done' ? {} : { lateAt }),
  }
}
