import { Injectable } from '@nestjs/common'
import { areDeputiesAsked, type Approval, type ApprovalView, type PersonWho } from '@genba/contracts'
import { Access } from '@genba/platform'
import { nextAsked } from '@genba/playbook'
import { Who } from '../duty/who.js'
import type { Located } from '../incidents/locate-incident.js'
import type { Person } from '../session/visitor.js'
import { LoadApproval } from './load-approval.js'

@Injectable()
export class ViewApproval {
  constructor(
    private readonly load: LoadApproval,
    private readonly who: Who,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, incident: Located, approvalId: string): Promise<ApprovalView> {
    this.access.require(actor, 'response.read', incident.plant)
    const { approval, seen } = await this.load.execute(incident, approvalId)
    const { who } = await this.who.on(incident.plant, true)
    const areAsked = areDeputiesAsked(approval)
    const isAsked = ({ role, why }: PersonWho): boolean =>
      approval.roles.includes(role) && (areAsked || why !== 'deputy')
    const next = approval.state === 'waiting' ? nextOf(approval, who) : undefined
    return { approval: approvalId, seen, who: who.filter(isAsked), ...(next ? { next } : {}) }
  }
}

function nextOf(approval: Approval, who: readonly PersonWho[]): ApprovalView['next'] {
  const deputies = who.filter(({ why, role }) => why === 'deputy' && approval.roles.includes(role))
  const asks = nextAsked(approval, deputies.length > 0)
  if (asks === undefined) return { at: approval.dueAt, who: [] }
  const asked = asks === 'deputy' ? deputies : who.filter(({ role, why }) => role === asks && why !== 'deputy')
  return { at: approval.dueAt, asks, who: asked }
}
