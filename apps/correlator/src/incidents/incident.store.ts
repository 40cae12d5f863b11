import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Incident, type Lifecycle } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Told } from '@genba/platform'

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

  /** The plant's open incidents, and the closed ones that had an alert at `since` or later. */
  find(plant: string, since: number): Promise<Incident[]> {
    return this.store.find({ plant, $or: [{ state: 'open' }, { lastAt: { $gte: since } }] })
  }

  /** Stores a new incident or the next version of a known one. Undefined when the new one's id is taken. Throws Refused CHANGED_MEANWHILE. */
  put(incident: Incident): Promise<Incident | undefined> {
    return incident.version === 0
      ? this.store.insert(incident, [toldBy(incident)])
      : this.store.save(incident, [toldBy(incident)])
  }

  putClosed(incident: Incident, { id, at, by, reason }: Lifecycle): Promise<Incident> {
    const audit: Told = {
      id: `close/${id}`,
      audit: { at, by, action: 'incident.close', subject: incident.id, detail: { reason } },
    }
    return this.store.save(incident, [toldBy(incident), audit])
  }
}

const toldBy = ({ id, plant, version }: Incident): Told => ({
  id: `incident.v1/${id}/${version + 1}`,
  topic: 'incident.v1',
  key: plant,
})
