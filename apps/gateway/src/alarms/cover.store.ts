import { Inject, Injectable } from '@nestjs/common'
import { PlantCover, type AlarmCover } from '@genba/contracts'
import { AuditChain, Kafka, LOG, Mongo, SweptStore, type Log } from '@genba/platform'

const NEWEST = { by: 'at' } as const
/** Covers of one zone that are read to explain an alert: four times what can hide in one at a time. */
const ZONE_COVERS_MAX = 2_000

/** The `shelves` documents; each tells the correlator and the audit chain from its own outbox. */
@Injectable()
export class CoverStore extends SweptStore<PlantCover> {
  constructor(mongo: Mongo, kafka: Kafka, audit: AuditChain, @Inject(LOG) log: Log) {
    super(mongo, 'shelves', PlantCover, kafka, audit, log)
  }

  /** What runs, is planned or waits for a second person. */
  listCurrent(plant: string, now: number): Promise<PlantCover[]> {
    const isCurrent = [{ 'cover.until': { $gt: now } }, { 'cover.until': { $exists: false } }]
    return this.find({ plant, refused: { $exists: false }, $or: isCurrent }, NEWEST)
  }

  /** The newest that have ended or were refused. */
  listPast(plant: string, now: number, limit: number): Promise<PlantCover[]> {
    const isPast = [{ 'cover.until': { $lte: now } }, { refused: { $exists: true } }]
    return this.find({ plant, $or: isPast }, { ...NEWEST, limit })
  }

  /** What hides, or hid, alarms of the zone: the newest. */
  listOfZone(plant: string, zone: string): Promise<AlarmCover[]> {
    return this.listHiding({ plant, 'cover.zone': zone }, ZONE_COVERS_MAX)
  }

  /** The newest, ended ones too. */
  listOfPlant(plant: string, limit: number): Promise<AlarmCover[]> {
    return this.listHiding({ plant }, limit)
  }

  /** Of these plants the newest that hid, or hide, alarms after a time. */
  listSince(plants: '*' | string[], from: number, limit: number): Promise<AlarmCover[]> {
    const lasts = [{ 'cover.until': { $gt: from } }, { 'cover.until': { $exists: false } }]
    return this.listHiding({ ...(plants === '*' ? {} : { plant: { $in: plants } }), $or: lasts }, limit)
  }

  /** A request hides nothing until a second person has said yes. */
  private async listHiding(filter: Record<string, unknown>, limit: number): Promise<AlarmCover[]> {
    const found = await this.find(filter, { ...NEWEST, limit })
    return found.map(({ cover }) => cover).filter((cover) => cover.kind !== 'request')
  }
}
