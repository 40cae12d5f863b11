import { Inject, Injectable } from '@nestjs/common'
import { Handover } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'

/** The `handovers` documents; each signature is told to the audit chain from the document's own outbox. */
@Injectable()
export class HandoverStore extends SweptStore<Handover> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'handovers', Handover, kafka, audit, log)
  }

  /** Of one plant, the newest first. */
  list(plant: string, limit: number): Promise<Handover[]> {
    return this.find({ plant }, { by: 'sheet.at', limit })
  }
}
