import { Inject, Injectable } from '@nestjs/common'
import { LibraryEntry } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'

/** The `library` documents: what people imported and revoked, by `id@modified`. */
@Injectable()
export class LibraryStore extends SweptStore<LibraryEntry> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'library', LibraryEntry, kafka, audit, log)
  }
}
