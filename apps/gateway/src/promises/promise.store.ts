import { Inject, Injectable } from '@nestjs/common'
import { VendorPromise } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'

/** The `promises` documents; each tells the audit chain from its own outbox. */
@Injectable()
export class PromiseStore extends SweptStore<VendorPromise> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'promises', VendorPromise, kafka, audit, log)
  }

  listOpen(plant: string): Promise<VendorPromise[]> {
    return this.find({ plant, ended: { $exists: false } })
  }
}
