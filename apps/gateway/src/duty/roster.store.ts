import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Roster } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Told } from '@genba/platform'

/** The `rosters` documents; a plant without one has an empty roster at version 0. */
@Injectable()
export class RosterStore implements OnModuleInit, OnModuleDestroy {
  private readonly store: VersionedStore<Roster>

  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    this.store = new VersionedStore<Roster>(mongo, 'rosters', Roster, kafka, audit, log)
  }

  onModuleInit(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  async get(plant: string): Promise<Roster> {
    return (await this.store.get(plant)) ?? { v: 1, id: plant, version: 0, duties: [], deputies: [] }
  }

  /** Undefined when somebody else wrote the first one. Throws Refused CHANGED_MEANWHILE. */
  put(roster: Roster, told: Told[]): Promise<Roster | undefined> {
    return roster.version === 0 ? this.store.insert(roster, told) : this.store.save(roster, told)
  }
}
