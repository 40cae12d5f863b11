import { Inject, Injectable } from '@nestjs/common'
import { Roster } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'

/** The `rosters` documents. */
@Injectable()
export class RosterStore extends SweptStore<Roster> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'rosters', Roster, kafka, audit, log)
  }

  /** A plant without one has an empty roster at version 0. */
  async of(plant: string): Promise<Roster> {
    return (await this.get(plant)) ?? { v: 1, id: plant, version: 0, duties: [], deputies: [] }
  }
}
