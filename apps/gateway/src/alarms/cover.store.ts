import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { PlantCover, type AlarmCover } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, VersionedStore, type Log, type Stored, type Told } from '@genba/platform'

/** The `shelves` documents; each tells the correlator and the audit chain from its own outbox. */
@Injectable()
export class CoverStore implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly store: VersionedStore<PlantCover>

  constructor(
    private readonly mongo: Mongo,
    kafka: Kafka,
    audit: AuditChain,
    @Inject(LOG) log: Log,
  ) {
    this.store = new VersionedStore<PlantCover>(mongo, 'shelves', PlantCover, kafka, audit, log)
  }

  onApplicationBootstrap(): void {
    this.store.startSweeper()
  }

  onModuleDestroy(): Promise<void> {
    return this.store.stopSweeper()
  }

  get(id: string): Promise<PlantCover | undefined> {
    return this.store.get(id)
  }

  /** What runs, is planned or waits for a second person. */
  async listCurrent(plant: string, now: number): Promise<PlantCover[]> {
    const isCurrent = [{ 'cover.until': { $gt: now } }, { 'cover.until': { $exists: false } }]
    return this.find({ plant, refused: { $exists: false }, $or: isCurrent })
  }

  /** The newest that have ended or were refused. */
  async listPast(plant: string, now: number, limit: number): Promise<PlantCover[]> {
    return this.find({ plant, $or: [{ 'cover.until': { $lte: now } }, { refused: { $exists: true } }] }, limit)
  }

  /** All that hides, or ever hid, alarms of the zone. */
  async listOfZone(plant: string, zone: string): Promise<AlarmCover[]> {
    const found = await this.find({ plant, 'cover.zone': zone })
    return found.map(({ cover }) => cover).filter((cover) => cover.kind !== 'request')
  }

  /** The newest, ended ones too. */
  async listOfPlant(plant: string, limit: number): Promise<AlarmCover[]> {
    const found = await this.find({ plant }, limit)
    return found.map(({ cover }) => cover).filter((cover) => cover.kind !== 'request')
  }

  /** Of these plants the newest that hid, or hide, alarms after a time. */
  async listSince(plants: '*' | string[], from: number, limit: number): Promise<AlarmCover[]> {
    const lasts = [{ 'cover.until': { $gt: from } }, { 'cover.until': { $exists: false } }]
    const found = await this.find({ ...(plants === '*' ? {} : { plant: { $in: plants } }), $or: lasts }, limit)
    return found.map(({ cover }) => cover).filter((cover) => cover.kind !== 'request')
  }

  /** A wish that was sent twice is one. */
  async add(cover: PlantCover, told: Told[]): Promise<void> {
    await this.store.insert(cover, told)
  }

  /** Throws Refused CHANGED_MEANWHILE. */
  async save(cover: PlantCover, told: Told[]): Promise<void> {
    await this.store.save(cover, told)
  }

  private async find(filter: Record<string, unknown>, limit = 0): Promise<PlantCover[]> {
    const found = await this.mongo
      .collection<PlantCover>('shelves')
      .find(filter as never)
      .sort({ at: -1 })
      .limit(limit)
      .lean<Stored<PlantCover>[]>()
    return found.map((one) => PlantCover.parse(one))
  }
}
