import { Injectable } from '@nestjs/common'
import { WhatIfTrial } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

const KEPT_MS = 86_400_000

/** The `trials` documents: any gateway process can tell of one that another runs, and wish it stopped. */
@Injectable()
export class TrialStore {
  constructor(private readonly mongo: Mongo) {}

  async get(id: string): Promise<(WhatIfTrial & { isUnwanted?: boolean }) | undefined> {
    const found = await this.trials().findById(id).lean<(Stored<WhatIfTrial> & { isUnwanted?: boolean }) | null>()
    if (!found) return undefined
    return { ...WhatIfTrial.parse(found), ...(found.isUnwanted ? { isUnwanted: true } : {}) }
  }

  async put(trial: WhatIfTrial): Promise<void> {
    await this.trials().collection.updateOne({ _id: trial.id as never }, { $set: trial }, { upsert: true })
  }

  async putUnwanted(id: string): Promise<void> {
    await this.trials().collection.updateOne({ _id: id as never }, { $set: { isUnwanted: true } })
  }

  async dropOld(now: number): Promise<void> {
    await this.trials().collection.deleteMany({ startedAt: { $lt: now - KEPT_MS } })
  }

  private trials = () => this.mongo.collection<WhatIfTrial>('trials')
}
