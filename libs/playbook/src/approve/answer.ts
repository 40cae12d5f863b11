import { Refused, standingAnswers, type Approval, type Decider, type Role, type Seen } from '@genba/contracts'
import { asWhole, decidedFor, ruleOf, type Rule } from './ways.js'

export type Answer = {
  by: Decider
  answer: 'approve' | 'refuse'
  /** Which way, where the approval offers several; none when it is refused. */
  option?: string | undefined
  reason: string
  seen?: Seen | undefined
  now: number
}

/**
 * The approval after one person's answer. One refusal refuses; it is approved when enough distinct people agreed, on the same way where
 * there are several, and every role that must be among them is. While it waits a person can go over to another way. A deputy and the
 * one they stand in for are one person, and who stands in for the one who asked can't approve in their place. Throws Refused
 * ALREADY_DECIDED, OWN_REQUEST, NOT_AN_APPROVER or BAD_INPUT.
 */
export function answer(approval: Approval, { by, answer, option, reason, seen, now }: Answer): Approval {
  const rule = answer === 'approve' ? ruleOf(approval, option) : asWhole(approval, option)
  const others = beforeGoingOver(approval, by.user, option)
  requireOpen(others, by)
  const roles = rolesThatCount(others, by)
  const isAsked = (role: Role): boolean => rule.roles.includes(role) || rule.mustInclude.includes(role)
  if (!roles.some(isAsked))
    throw new Refused(by.roles.some(isAsked) ? codeOf(approval, by) : 'NOT_AN_APPROVER', { approval: approval.id })
  const standsFor = by.standsFor?.filter(({ role }) => roles.includes(role))
  const given = {
    ...by,
    roles,
    ...(standsFor ? { standsFor } : {}),
    answer,
    ...(option === undefined ? {} : { option }),
    reason,
    at: now,
    ...(seen ? { seen } : {}),
  }
  const answered = { ...approval, answers: [...approval.answers, given] }
  if (answer === 'refuse') return { ...answered, state: 'refused' }
  return isSatisfied(answered, rule, option) ? decidedFor(answered, option) : answered
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

/** Whoever goes over to another way has not spoken yet; said twice it is decided. */
const beforeGoingOver = (approval: Approval, user: string, option: string | undefined): Approval =>
  approval.choice && approval.answers.findLast((given) => given.user === user)?.option !== option
    ? { ...approval, answers: approval.answers.filter((given) => given.user !== user) }
    : approval

function isSatisfied(approval: Approval, { people, mustInclude }: Rule, option: string | undefined): boolean {
  const agreed = standingAnswers(approval).filter((given) => given.option === option)
  const roles = new Set(agreed.flatMap((given) => given.roles))
  return agreed.length >= people && mustInclude.every((role) => roles.has(role))
}
