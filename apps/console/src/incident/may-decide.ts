import { may, rolesOn, type Approval, type Me, type WaitingApproval } from '@genba/contracts'
import { actorOf } from '../ui/actor.js'

export type Refusal = 'noPermission' | 'notAnApprover' | 'ownRequest' | 'answered' | 'decided' | 'closed'
type Asked = { plant: string; approval: Approval | WaitingApproval; isOpen: boolean }

/** Why this person can't answer an approval now; undefined when they can. The gateway asks the same table again. */
export function refusalOf(me: Me, { plant, approval, isOpen }: Asked): Refusal | undefined {
  if (!isOpen) return 'closed'
  if ('state' in approval && approval.state !== 'waiting') return 'decided'
  const actor = actorOf(me)
  if (!may(actor, 'approval.decide', plant)) return 'noPermission'
  if (!rolesOn(actor, plant).some((role) => approval.roles.includes(role))) return 'notAnApprover'
  if (approval.requestedBy === me.user) return 'ownRequest'
  const answered = 'answered' in approval ? approval.answered : approval.answers.map(({ user }) => user)
  if (answered.includes(me.user)) return 'answered'
  return undefined
}
