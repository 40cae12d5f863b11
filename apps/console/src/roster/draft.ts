import { CAN, type Deputy, type Duty, type Role, type RosterPage } from '@genba/contracts'

export type Draft = { duties: Duty[]; deputies: Deputy[] }
export type PersonThere = RosterPage['people'][number]
export type DraftFault = 'badDays' | 'badTimes' | 'self'

const DECIDERS = CAN['approval.decide'] as readonly Role[]

/** The roles of a person that a roster can name. */
export const rolesOf = (people: readonly PersonThere[], user: string): Role[] =>
  (people.find((each) => each.user === user)?.roles ?? []).filter((role) => DECIDERS.includes(role))

/** Those who can be on call, stand in or be stood in for. */
export const deciders = (people: readonly PersonThere[]): PersonThere[] =>
  people.filter(({ user }) => rolesOf(people, user).length > 0)

/** What the gateway would refuse, found before it is sent. */
export function faultOf({ duties, deputies }: Draft): DraftFault | undefined {
  if (duties.some(({ days }) => days.length === 0)) return 'badDays'
  if (deputies.some(({ user, standsFor }) => user === standsFor)) return 'self'
  const isOrdered = ({ from, until }: Deputy): boolean => from === undefined || (until !== undefined && from < until)
  return deputies.every(isOrdered) ? undefined : 'badTimes'
}

const WORKDAYS = [1, 2, 3, 4, 5]

/** Hours on call to begin with: the first who can decide, on workdays by day; undefined where nobody can. */
export function newDuty(people: readonly PersonThere[]): Duty | undefined {
  const [first] = deciders(people)
  const [role] = first ? rolesOf(people, first.user) : []
  return first && role ? { user: first.user, role, days: WORKDAYS, from: '08:00', to: '20:00' } : undefined
}

/** A deputy to begin with: another person than the one whom they stand in for; undefined where there are not two. */
export function newDeputy(people: readonly PersonThere[]): Deputy | undefined {
  const [first, second] = deciders(people)
  const [role] = first ? rolesOf(people, first.user) : []
  return first && second && role ? { user: second.user, standsFor: first.user, role } : undefined
}

export const put = <T>(rows: readonly T[], index: number, row: T): T[] =>
  rows.map((each, n) => (n === index ? row : each))
