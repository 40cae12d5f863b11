import {
  may,
  rolesOn,
  standingAnswers,
  type Approval,
  type Me,
  type PersonWho,
  type Role,
  type WaitingApproval,
} from '@genba/contracts'
import { actorOf } from '../ui/actor.js'

export type Refusal = 'noPermission' | 'notAnApprover' | 'notOnCall' | 'ownRequest' | 'answered' | 'decided' | 'closed'
type Asked = {
  plant: string
  approval: Approval | WaitingApproval
  isOpen: boolean
  /** Who counts now by hours on call and deputies; a list does not know it and asks for the role alone. */
  who?: readonly PersonWho[] | undefined
}

/**
 * An approval as the way that a person has in mind asks for it: who must agree to that one, and who has. Before they choose, as a whole.
 */
export function askedOf(approval: Approval, option: string | undefined): Approval {
  const way = approval.choice?.options.find(({ id }) => id === option)
  if (!way) return approval
  const { effect, production, roles, mustInclude, people } = way
  return {
    ...approval,
    ...{ effect, roles, mustInclude, people },
    ...(approval.stakes ? { stakes: { ...approval.stakes, production } } : {}),
    answers: standingAnswers(approval).filter((given) => given.option === option),
  }
}

/** Why this person can't answer an approval now; undefined when they can. The gateway asks the same table again. */
export function refusalOf(me: Me, { plant, approval, isOpen, who }: Asked): Refusal | undefined {
  if (!isOpen) return 'closed'
  if ('state' in approval && approval.state !== 'waiting') return 'decided'
  const actor = actorOf(me)
  if (!may(actor, 'approval.decide', plant)) return 'noPermission'
  if (approval.requestedBy === me.user) return 'ownRequest'
  if (haveSpoken(approval).includes(me.user)) return 'answered'
  const isAsked = (role: Role): boolean => approval.roles.includes(role)
  const mine = who?.filter(({ user }) => user === me.user)
  if (mine ? mine.length === 0 : !rolesOn(actor, plant).some(isAsked))
    return mine && rolesOn(actor, plant).some(isAsked) ? 'notOnCall' : 'notAnApprover'
  return mine && lentOnly(mine, approval)
}

/** A deputy counts for nobody who asked for it or has answered; they are one person. */
function lentOnly(mine: readonly PersonWho[], approval: Approval | WaitingApproval): Refusal | undefined {
  const spoken = haveSpoken(approval)
  const codes = mine.map(({ standsFor }): Refusal | undefined =>
    standsFor === undefined
      ? undefined
      : standsFor.user === approval.requestedBy
        ? 'ownRequest'
        : spoken.includes(standsFor.user)
          ? 'answered'
          : undefined,
  )
  return codes.includes(undefined) ? undefined : codes[0]
}

/** Those who have answered, and those for whom a deputy has. */
const haveSpoken = (approval: Approval | WaitingApproval): string[] =>
  'answered' in approval
    ? approval.answered
    : approval.answers.flatMap(({ user, standsFor = [] }) => [user, ...standsFor.map((each) => each.user)])

/**
 * Whether somebody may decide alone against the rule: they have the right by a role of their own, did not ask for it, and can't bring it
 * about as the rule wants it. Who can has no glass to break.
 */
export function mayBreakGlass(me: Me, { plant, approval, isOpen, who }: Asked & { approval: Approval }): boolean {
  if (!isOpen || approval.state !== 'waiting' || approval.requestedBy === me.user) return false
  const actor = actorOf(me)
  if (!may(actor, 'approval.break-glass', plant)) return false
  if (refusalOf(me, { plant, approval, isOpen, who }) !== undefined) return true
  const missing = approval.people - approval.answers.length
  const roles = new Set([...approval.answers.flatMap((given) => given.roles), ...rolesOn(actor, plant)])
  return missing > 1 || !approval.mustInclude.every((role) => roles.has(role))
}
