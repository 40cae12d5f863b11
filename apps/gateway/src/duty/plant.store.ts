import { Inject, Injectable } from '@nestjs/common'
import { Plant } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'
import { z } from 'zod'

/** `seed`: what setup loaded it from. */
const StoredPlant = Plant.extend({ version: z.number().int(), seed: z.string().optional() })
export type StoredPlant = z.infer<typeof StoredPlant>

/** The `plants` documents where they are changed; setup has loaded them. */
@Injectable()
export class PlantStore extends SweptStore<StoredPlant> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'plants', StoredPlant, kafka, audit, log)
  }
}
