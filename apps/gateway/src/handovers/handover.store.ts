import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Handover } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Stored, type Told } from '@genba/platform'

/** The `handovers` documents; each signature is told to the audit chain from the document's own outbox. */
@Injectable()
export class HandoverStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly store: VersionedStore<Handover>

  constructor(
    private readonly mongo: Mongo,
    kafka: Kafka,
    audit: AuditChain,
    @Inject(LOG) log: Log,
  ) {
    this.store = new VersionedStore<Handover>(mongo, 'handovers', Handover, kafka, audit, log)
  }

  onApplicationBootstrap(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  get(id: string): Promise<Handover | undefined> {
    return this.store.get(id)
  }

  /** Of one plant, the newest first. */
  async list(plant: string, limit: number): Promise<Handover[]> {
    const found = await this.mongo
      .collection<Handover>('handovers')
      .find({ plant })
      .sort({ 'sheet.at': -1 })
      .limit(limit)
      .lean<Stored<Handover>[]>()
    return found.map((one) => Handover.parse(one))
  }

  /** Throws Refused CHANGED_MEANWHILE. */
  async put(handover: Handover, audit: Told): Promise<void> {
    if (handover.version === 0) await this.store.insert(handover, [audit])
    else await this.store.save(handover, [audit])
  }
}
