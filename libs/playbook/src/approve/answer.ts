import { Refused, type Approval, type Decider, type Role, type Seen } from '@genba/contracts'

export type Answer = { by: Decider; answer: 'approve' | 'refuse'; reason: string; seen?: Seen | undefined; now: number }

/**
 * The approval after one person's answer. One refusal refuses; it is approved when enough distinct people agreed and every role that
 * must be among them is. A deputy and the one they stand in for are one person, and who stands in for the one who asked can't approve
 * in their place. Throws Refused ALREADY_DECIDED, OWN_REQUEST or NOT_AN_APPROVER.
 */
export function answer(approval: Approval, { by, answer, reason, seen, now }: Answer): Approval {
  requireOpen(approval, by)
  const roles = rolesThatCount(approval, by)
  const isAsked = (role: Role): boolean => approval.roles.includes(role) || approval.mustInclude.includes(role)
  if (!roles.some(isAsked))
    throw new Refused(by.roles.some(isAsked) ? codeOf(approval, by) : 'NOT_AN_APPROVER', { approval: approval.id })
  const standsFor = by.standsFor?.filter(({ role }) => roles.includes(role))
  const given = {
    ...by,
    roles,
    ...(standsFor ? { standsFor } : {}),
    answer,
    reason,
    at: now,
    ...(seen ? { seen } : {}),
  }
  const answered = { ...approval, answers: [...approval.answers, given] }
  if (answer === 'refuse') return { ...answered, state: 'refused' }
  return isSatisfied(answered) ? { ...answered, state: 'approved' } : answered
}

/** Throws Refused when it is decided, when this person asked for it, or when they or their deputy have answered. */
export function requireOpen(approval: Approval, by: Decider): void {
  const { id } = approval
  if (approval.state !== 'waiting') throw new Refused('ALREADY_DECIDED', { approval: id })
  if (approval.requestedBy === by.user) throw new Refused('OWN_REQUEST', { approval: id })
  if (hasSpoken(approval, by.user)) throw new Refused('ALREADY_DECIDED', { approval: id })
}

/** Own roles, and those of others who neither asked for it nor have answered, by themselves or by another deputy. */
const rolesThatCount = (approval: Approval, { roles, standsFor = [] }: Decider): Role[] =>
  roles.filter((role) => {
    const lent = standsFor.filter((each) => each.role === role)
    return lent.length === 0 || lent.some(({ user }) => user !== approval.requestedBy && !hasSpoken(approval, user))
  })

const hasSpoken = ({ answers }: Approval, user: string): boolean =>
  answers.some((given) => given.user === user || given.standsFor?.some((each) => each.user === user))

const codeOf = ({ requestedBy }: Approval, { standsFor = [] }: Decider) =>
  standsFor.some(({ user }) => user === requestedBy) ? 'OWN_REQUEST' : 'ALREADY_DECIDED'

function isSatisfied({ answers, people, mustInclude }: Approval): boolean {
  const roles = new Set(answers.flatMap((given) => given.roles))
  return answers.length >= people && mustInclude.every((role) => roles.has(role))
}
