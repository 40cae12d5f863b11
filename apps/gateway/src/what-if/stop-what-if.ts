import { Injectable } from '@nestjs/common'
import type { WhatIfTrial } from '@genba/contracts'
import type { Person } from '../session/visitor.js'
import { GetWhatIf } from './get-what-if.js'
import { RunTrial } from './run-trial.js'
import { TrialStore } from './trial.store.js'

@Injectable()
export class StopWhatIf {
  constructor(
    private readonly getting: GetWhatIf,
    private readonly store: TrialStore,
    private readonly run: RunTrial,
  ) {}

  /** Asks first whether this person may see it. One that another process runs ends when that process looks. */
  async execute(actor: Person, id: string): Promise<WhatIfTrial> {
    const trial = await this.getting.execute(actor, id)
    if (trial.state !== 'running') return trial
    await this.store.putUnwanted(id)
    this.run.stop(id)
    return trial
  }
}
