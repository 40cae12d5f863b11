import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Plant } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Told } from '@genba/platform'
import { z } from 'zod'

/** `seed`: what setup loaded it from. */
const StoredPlant = Plant.extend({ version: z.number().int(), seed: z.string().optional() })
export type StoredPlant = z.infer<typeof StoredPlant>

/** The `plants` documents where they are changed; setup has loaded them. */
@Injectable()
export class PlantStore implements OnModuleInit, OnModuleDestroy {
  private readonly store: VersionedStore<StoredPlant>

  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    this.store = new VersionedStore<StoredPlant>(mongo, 'plants', StoredPlant, kafka, audit, log)
  }

  onModuleInit(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  get(id: string): Promise<StoredPlant | undefined> {
    return this.store.get(id)
  }

  save(plant: StoredPlant, told: Told[]): Promise<StoredPlant> {
    return this.store.save(plant, told)
  }
}
