import { Refused, type Approval, type Decision } from '@genba/contracts'

export type Answer = { by: Decision['by']; answer: 'approve' | 'refuse'; reason: string; now: number }

/**
 * The approval after one person's answer. One refusal refuses; it is approved when enough distinct people agreed and every role that
 * must be among them is. Throws Refused ALREADY_DECIDED, OWN_REQUEST or NOT_AN_APPROVER.
 */
export function answer(approval: Approval, { by, answer, reason, now }: Answer): Approval {
  if (approval.state !== 'waiting') throw new Refused('ALREADY_DECIDED', { approval: approval.id })
  if (approval.requestedBy === by.user) throw new Refused('OWN_REQUEST', { approval: approval.id })
  if (!by.roles.some((role) => approval.roles.includes(role)))
    throw new Refused('NOT_AN_APPROVER', { approval: approval.id })
  if (approval.answers.some((given) => given.user === by.user))
    throw new Refused('ALREADY_DECIDED', { approval: approval.id })
  const answered = { ...approval, answers: [...approval.answers, { ...by, answer, reason, at: now }] }
  if (answer === 'refuse') return { ...answered, state: 'refused' }
  return isSatisfied(answered) ? { ...answered, state: 'approved' } : answered
}

function isSatisfied({ answers, people, mustInclude }: Approval): boolean {
  const roles = new Set(answers.flatMap((given) => given.roles))
  return answers.length >= people && mustInclude.every((role) => roles.has(role))
}
