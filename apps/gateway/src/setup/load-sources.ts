import { createHash } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import type { Source } from '@genba/contracts'
import { ConfigError, Mongo, type Stored } from '@genba/platform'
import type { GivenSource } from '../config.js'

@Injectable()
export class LoadSources {
  constructor(private readonly mongo: Mongo) {}

  /** Makes the sources as given; keys are stored as hashes. Throws ConfigError for a plant or zone that is not there. */
  async execute(
    given: readonly GivenSource[],
    zonesByPlant: ReadonlyMap<string, readonly string[]>,
  ): Promise<string[]> {
    for (const { name, plant, defaultZone } of given) {
      const zones = zonesByPlant.get(plant)
      if (!zones) throw new ConfigError(`source ${name}: there is no plant ${plant}`)
      if (defaultZone && !zones.includes(defaultZone))
        throw new ConfigError(`source ${name}: plant ${plant} has no zone ${defaultZone}`)
    }
    const lines: string[] = []
    for (const source of given) lines.push(await this.load(source))
    return lines
  }

  private async load({ name, plant, key, defaultZone }: GivenSource): Promise<string> {
    const keyHash = createHash('sha256').update(key.reveal()).digest('hex')
    const stored = await this.sources.findById(name).lean<Stored<Source>>()
    const last = stored?.seed ?? stored?.keyHash
    const fields = { v: 1 as const, name, plant, ...(defaultZone ? { defaultZone } : {}), seed: keyHash }
    // The same key as the last time: what was rotated or revoked here since stays so.
    const kept = stored && last === keyHash ? stored : undefined
    const source: Source = {
      ...fields,
      keyHash: kept?.keyHash ?? keyHash,
      ...(kept?.previous ? { previous: kept.previous } : {}),
      ...(kept?.keyAt ? { keyAt: kept.keyAt } : {}),
    }
    await this.sources.collection.replaceOne(
      { _id: name as never },
      { ...source, _id: name },
      {
        upsert: true,
      },
    )
    if (!stored) return `source ${name}: made for ${plant}`
    return `source ${name}: ${kept ? 'as given' : 'has a new key'}`
  }

  private get sources() {
    return this.mongo.collection<Source>('sources')
  }
}
