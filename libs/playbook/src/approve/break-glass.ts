import { CAN, Refused, type Approval, type Decider, type REVIEW_VERDICTS, type Role, type Seen } from '@genba/contracts'
import { requireOpen } from './answer.js'
import { decidedFor, ruleOf } from './ways.js'

/**
 * One person at the plant approves alone what needs other or more people: the door for the night in which nobody can be reached. Still
 * nobody approves what they asked for. It is flagged until another person has looked at it. Throws Refused ALREADY_DECIDED, OWN_REQUEST,
 * NOT_AN_APPROVER or BAD_INPUT.
 */
export function breakGlass(
  approval: Approval,
  {
    by,
    option,
    reason,
    seen,
    now,
  }: { by: Decider; option?: string | undefined; reason: string; seen: Seen; now: number },
): Approval {
  ruleOf(approval, option)
  if (approval.answers.some(({ user }) => user === by.user)) requireOpen({ ...approval, answers: [] }, by)
  else requireOpen(approval, by)
  if (!by.roles.some((role) => (CAN['approval.break-glass'] as readonly Role[]).includes(role)))
    throw new Refused('NOT_AN_APPROVER', { approval: approval.id })
  const way = option === undefined ? {} : { option }
  const given = { ...by, answer: 'approve' as const, ...way, reason, at: now, seen }
  const said = approval.answers.findLast(({ user }) => user === by.user)
  const answers = said && said.option === option ? approval.answers : [...approval.answers, given]
  return { ...decidedFor({ ...approval, answers }, option), breakGlass: { ...by, reason, at: now } }
}

/**
 * Another person's look at it later: not by whoever broke the glass, nor by anybody who agreed then. Throws Refused NOT_FOUND,
 * ALREADY_DECIDED, OWN_REQUEST or NOT_AN_APPROVER.
 */
export function review(
  approval: Approval,
  { by, verdict, reason, now }: { by: Decider; verdict: (typeof REVIEW_VERDICTS)[number]; reason: string; now: number },
): Approval {
  const { breakGlass: broken } = approval
  if (!broken) throw new Refused('NOT_FOUND', { approval: approval.id })
  if (broken.review) throw new Refused('ALREADY_DECIDED', { approval: approval.id })
  if (approval.answers.some(({ user }) => user === by.user)) throw new Refused('OWN_REQUEST', { approval: approval.id })
  if (!by.roles.some((role) => (CAN['approval.review'] as readonly Role[]).includes(role)))
    throw new Refused('NOT_AN_APPROVER', { approval: approval.id })
  return { ...approval, breakGlass: { ...broken, review: { user: by.user, verdict, reason, at: now } } }
}
