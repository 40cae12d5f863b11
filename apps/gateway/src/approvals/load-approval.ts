import { Injectable } from '@nestjs/common'
import { Refused, type Approval, type Response, type Seen } from '@genba/contracts'
import type { Located } from '../incidents/locate-incident.js'
import { IncidentStore } from '../incidents/incident.store.js'
import { ResponseStore } from '../responses/response.store.js'
import { seal } from './seal.js'

export type Loaded = { response: Response; approval: Approval; seen: Seen }

/** An approval as it stands now, with what a person sees of it. Asked by use-cases that have asked who asks. */
@Injectable()
export class LoadApproval {
  constructor(
    private readonly responses: ResponseStore,
    private readonly incidents: IncidentStore,
  ) {}

  /** Throws Refused NOT_FOUND. */
  async execute({ id }: Located, approvalId: string): Promise<Loaded> {
    const [response, incident] = await Promise.all([this.responses.get(id), this.incidents.getFacts(id)])
    const approval = response?.approvals.find((each) => each.id === approvalId)
    if (!response || !approval || !incident) throw new Refused('NOT_FOUND', { approval: approvalId })
    return { response, approval, seen: seal(approval, incident) }
  }
}
