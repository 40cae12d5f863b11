import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Injectable } from '@nestjs/common'
import { Plant, Refused } from '@genba/contracts'
import { readPlant } from '@genba/plant'
import { Clock, Mongo, isDuplicateKey, type Stored } from '@genba/platform'

/** `seed`: hash of the plant as it was loaded; absent on a plant that was made otherwise. */
type Loaded = Plant & { seed?: string; version?: number; outbox?: unknown[] }

const MODEL_FACTORY = fileURLToPath(
  new URL('plants/model-factory.yml', import.meta.resolve('@genba/plant/package.json')),
)

/** Times that a plant is read anew because somebody wrote it meanwhile. */
const TRIES_MAX = 5

@Injectable()
export class LoadPlants {
  constructor(
    private readonly mongo: Mongo,
    private readonly clock: Clock,
  ) {}

  /** Loads plant files. A plant that somebody changed after it was loaded stays as they left it. Returns a line for each. */
  async execute(from: { modelFactory: boolean; dir?: string | undefined }): Promise<string[]> {
    const files = [...(from.modelFactory ? [MODEL_FACTORY] : []), ...(from.dir ? await plantFiles(from.dir) : [])]
    const lines: string[] = []
    for (const file of files) lines.push(await this.load(readPlant(await readFile(file, 'utf8'), basename(file))))
    return lines
  }

  /** All plants that are stored, to check what names them. */
  async zonesByPlant(): Promise<Map<string, string[]>> {
    const plants = await this.plants.find().select(['zones.id']).lean<Stored<Plant>[]>()
    return new Map(plants.map(({ _id, zones }) => [_id, zones.map(({ id }) => id)]))
  }

  /** False when somebody wrote the plant meanwhile, as a shift leader does who says what it is doing. */
  private async isWritten(document: Loaded & { _id: string }, stored: Stored<Loaded> | null): Promise<boolean> {
    const { _id } = document
    if (!stored) return this.plants.collection.insertOne(document as never).then(() => true, notTaken)
    const unchanged = stored.version === undefined ? { $exists: false } : stored.version
    const { matchedCount } = await this.plants.collection.replaceOne({ _id, version: unchanged } as never, document)
    return matchedCount === 1
  }

  private async load(plant: Plant, tries = TRIES_MAX): Promise<string> {
    const stored = await this.plants.findById(plant.id).lean<Stored<Loaded>>()
    const seed = hashOf(plant)
    if (stored) {
      const found = hashOf(Plant.parse(stored))
      if (found === seed) return `plant ${plant.id}: as in the file`
      if (found !== stored.seed) return `plant ${plant.id}: was changed here, kept`
    }
    // What the plant is doing is its people's word, whatever the file says.
    const now = stored
      ? {
          state: stored.state,
          ...(stored.stateChange ? { stateChange: stored.stateChange } : {}),
          ...(stored.stateSpans ? { stateSpans: stored.stateSpans } : {}),
          ...this.desksSince(stored, plant),
        }
      : {}
    const version = (stored?.version ?? 0) + 1
    const document = { ...plant, ...now, _id: plant.id, seed, version, outbox: stored?.outbox ?? [] }
    if (!(await this.isWritten(document, stored))) {
      if (tries === 0) throw new Refused('CHANGED_MEANWHILE', { plant: plant.id })
      return this.load(plant, tries - 1)
    }
    return `plant ${plant.id}: ${stored ? 'updated from the file' : 'loaded'}`
  }

  private desksSince(stored: Plant, plant: Plant): Pick<Plant, 'desksSince'> {
    const told = ({ alarms }: Plant) => JSON.stringify((alarms?.positions ?? []).map(({ id, zones }) => [id, zones]))
    if (told(stored) !== told(plant)) return { desksSince: this.clock.now() }
    return stored.desksSince === undefined ? {} : { desksSince: stored.desksSince }
  }

  private get plants() {
    return this.mongo.collection<Loaded>('plants')
  }
}

function notTaken(error: unknown): boolean {
  if (isDuplicateKey(error)) return false
  throw error
}

async function plantFiles(dir: string): Promise<string[]> {
  return (await readdir(dir))
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .map((name) => join(dir, name))
}

/** Of all but what the plant is doing and what was noted of it. Both sides come out of the Plant schema, which puts their fields into the same order. */
const hashOf = ({ state: _, stateChange: __, stateSpans: ___, desksSince: ____, ...plant }: Plant): string =>
  createHash('sha256').update(JSON.stringify(plant)).digest('hex')
