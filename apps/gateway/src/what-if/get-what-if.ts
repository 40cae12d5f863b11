import { Injectable } from '@nestjs/common'
import { may, Refused, type WhatIfTrial } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { TrialStore } from './trial.store.js'

/** Not heard of for so long, one that ran has ended with its process. */
const LOST_MS = 20_000

@Injectable()
export class GetWhatIf {
  constructor(
    private readonly store: TrialStore,
    private readonly clock: Clock,
    private readonly access: Access,
  ) {}

  /** Throws Refused NOT_FOUND for one over plants that are not this person's too, so that nobody learns which ids exist. */
  async execute(actor: Person, id: string): Promise<WhatIfTrial> {
    this.access.require(actor, 'rule.try')
    const found = await this.store.get(id)
    if (!found || !isOwn(actor, found)) throw new Refused('NOT_FOUND', { trial: id })
    const { isUnwanted: _isUnwanted, ...trial } = found
    const isLost = trial.state === 'running' && this.clock.now() - trial.seenAt > LOST_MS
    return isLost ? { ...trial, state: 'lost' } : trial
  }
}

function isOwn(actor: Person, { plants }: WhatIfTrial): boolean {
  if (plants !== '*') return plants.every((plant) => may(actor, 'rule.try', plant))
  return actor.grants.some((grant) => grant.plants === '*' && may({ ...actor, grants: [grant] }, 'rule.try'))
}
