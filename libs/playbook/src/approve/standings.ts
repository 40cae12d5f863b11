import { CAN, type Role, type Roster } from '@genba/contracts'
import { minutesLeft, wallClock } from '../clock/local-time.js'

/** Somebody with roles on the plant by a grant. */
export type Granted = { user: string; roles: readonly Role[] }

/** Why somebody counts for a role now. `until`: when that ends, if it is known. */
export type Standing = {
  user: string
  role: Role
  why: 'role' | 'on-call' | 'away' | 'deputy'
  standsFor?: string
  until?: number
}

type Asking = {
  roster: Pick<Roster, 'duties' | 'deputies'> | undefined
  timeZone: string
  now: number
  areDeputiesAsked: boolean
}

/**
 * Who counts for which role on a plant at this moment. Where the roster has hours for a role, those on call count for it; in a gap of
 * the roster everybody with the role does, so that a plant is never without anybody. Who stands in for somebody counts as they would:
 * during their absence at once, as a standing deputy only when deputies were asked. Nobody becomes a deputy who can't approve anything
 * on this plant themselves.
 */
export function standings(people: readonly Granted[], asking: Asking): Standing[] {
  const deciders = CAN['approval.decide'] as readonly Role[]
  return deciders.flatMap((role) => {
    const holders = people.filter(({ roles }) => roles.includes(role)).map(({ user }) => user)
    const first = onCall(holders, role, asking)
    const mayStandIn = new Set(
      people.filter(({ roles }) => roles.some((each) => deciders.includes(each))).map(({ user }) => user),
    )
    const standIns = deputiesOf(first, role, asking).filter(({ user }) => mayStandIn.has(user))
    return [...first, ...standIns.filter(({ user }) => !first.some((each) => each.user === user))]
  })
}

/** True when the roster names a standing deputy for somebody in one of these roles. */
export const hasStandingDeputy = (roster: Pick<Roster, 'deputies'> | undefined, roles: readonly Role[]): boolean =>
  roster?.deputies.some(({ role, from }) => from === undefined && roles.includes(role)) ?? false

function onCall(holders: readonly string[], role: Role, { roster, timeZone, now }: Asking): Standing[] {
  const hours = (roster?.duties ?? []).filter((duty) => duty.role === role && holders.includes(duty.user))
  const local = wallClock(timeZone)(now)
  const there = hours.flatMap((duty): Standing[] => {
    const left = minutesLeft(duty, local)
    return left === undefined
      ? []
      : [{ user: duty.user, role, why: 'on-call', until: now - (now % 60_000) + left * 60_000 }]
  })
  if (there.length === 0) return holders.map((user) => ({ user, role, why: 'role' }))
  return there.filter(({ user }, n) => there.findIndex((each) => each.user === user) === n)
}

function deputiesOf(first: readonly Standing[], role: Role, { roster, now, areDeputiesAsked }: Asking): Standing[] {
  return (roster?.deputies ?? []).flatMap((deputy): Standing[] => {
    const { user, standsFor, from, until } = deputy
    if (deputy.role !== role || !first.some((each) => each.user === standsFor)) return []
    if (from === undefined || until === undefined)
      return areDeputiesAsked ? [{ user, role, why: 'deputy', standsFor }] : []
    return from <= now && now < until ? [{ user, role, why: 'away', standsFor, until }] : []
  })
}
