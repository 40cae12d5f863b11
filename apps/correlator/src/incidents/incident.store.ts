import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Incident, type IncidentOperation, type OperationKind } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Told } from '@genba/platform'

const ACTIONS: Record<OperationKind, string> = {
  closed: 'incident.close',
  merged: 'incident.merge',
  split: 'incident.split',
  detached: 'incident.detach',
  undone: 'incident.undo',
}

/** The `incidents` documents; each change is told as incident.v1 from the document's own outbox. */
@Injectable()
export class IncidentStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly store: VersionedStore<Incident>

  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    this.store = new VersionedStore<Incident>(mongo, 'incidents', Incident, kafka, audit, log)
  }

  onApplicationBootstrap(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  get(id: string): Promise<Incident | undefined> {
    return this.store.get(id)
  }

  findOpen(plant: string): Promise<Incident[]> {
    return this.store.find({ plant, state: 'open' })
  }

  /** All others that had an alert at `since` or later. */
  findOver(plant: string, since: number): Promise<Incident[]> {
    return this.store.find({ plant, state: { $in: ['closed', 'merged'] }, lastAt: { $gte: since } })
  }

  /**
   * Stores a new incident or the next version of a known one, with the audit entries of `operations`, which people asked of it. Undefined
   * when the new one's id is taken. Throws Refused CHANGED_MEANWHILE.
   */
  put(incident: Incident, operations: readonly IncidentOperation[]): Promise<Incident | undefined> {
    const told = [toldBy(incident), ...operations.map((operation) => auditOf(incident, operation))]
    return incident.version === 0 ? this.store.insert(incident, told) : this.store.save(incident, told)
  }
}

const toldBy = ({ id, plant, version }: Incident): Told => ({
  id: `incident.v1/${id}/${version + 1}`,
  topic: 'incident.v1',
  key: plant,
})

function auditOf(incident: Incident, { id, kind, by, reason, at, other, signals, refused }: IncidentOperation): Told {
  const detail = {
    reason,
    ...(other === undefined ? {} : { other }),
    ...(signals ? { signals: signals.join(' ') } : {}),
    ...(refused === undefined ? {} : { refused }),
  }
  return { id: `${kind}/${id}`, audit: { at, by, action: ACTIONS[kind], subject: incident.id, detail } }
}
