import { createHash, timingSafeEqual } from 'node:crypto'
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { desksOf, NO_DESKS, Plant, Source } from '@genba/contracts'
import { Clock, LOG, Mongo, Snapshot, type Log } from '@genba/platform'
import { siteOf, type Site } from '../place.js'

const KEY = /^Bearer ([\x21-\x7e]{1,512})$/i
const BUCKET_CHARS = 8

/** `until`: the key was rotated and is good until then. */
type Key = { hash: Buffer; until: number; source: Source }

/** The sources and plants of the database, read again every two seconds: whose key it is, and where its plant's addresses are. */
@Injectable()
export class KnownSources implements OnModuleInit, OnModuleDestroy {
  private readonly sources: Snapshot<typeof Source>
  private readonly plants: Snapshot<typeof Plant>
  private byBucket = new Map<string, Key[]>()
  private readonly sites = new Map<string, Site>()
  /** The same object until a plant changes. */
  desks = NO_DESKS

  constructor(
    mongo: Mongo,
    private readonly clock: Clock,
    @Inject(LOG) log: Log,
  ) {
    this.sources = new Snapshot(mongo, 'sources', Source, log)
    this.plants = new Snapshot(mongo, 'plants', Plant, log)
    this.sources.onChange(() => this.indexKeys())
    this.plants.onChange(() => {
      this.sites.clear()
      this.desks = desksOf(this.plants.all())
    })
  }

  async onModuleInit(): Promise<void> {
    await this.plants.start()
    await this.sources.start()
  }

  onModuleDestroy(): void {
    this.plants.stop()
    this.sources.stop()
  }

  /** The source whose API key the header holds. */
  byHeader(authorization: string | undefined): Source | undefined {
    const sent = KEY.exec(authorization ?? '')?.[1]
    if (sent === undefined) return undefined
    const hash = createHash('sha256').update(sent).digest()
    // The bucket is found by the beginning of the hash, which says nothing about the key; the rest is compared in constant time.
    const key = this.byBucket.get(bucketOf(hash.toString('hex')))?.find((each) => timingSafeEqual(each.hash, hash))
    return key && key.until > this.clock.now() ? key.source : undefined
  }

  /** The plant of a source with its address index; undefined while the plant is not in the database. */
  siteFor(source: Source): Site | undefined {
    const known = this.sites.get(source.plant)
    if (known) return known
    const plant = this.plants.get(source.plant)
    if (!plant) return undefined
    const site = siteOf(plant)
    this.sites.set(source.plant, site)
    return site
  }

  private indexKeys(): void {
    this.byBucket = new Map()
    for (const source of this.sources.all()) {
      this.addKey(source.keyHash, Number.POSITIVE_INFINITY, source)
      if (source.previous) this.addKey(source.previous.keyHash, source.previous.until, source)
    }
  }

  /** A hash that is none, as that of a revoked key, fits nothing. */
  private addKey(keyHash: string, until: number, source: Source): void {
    if (!/^[0-9a-f]{64}$/.test(keyHash)) return
    const bucket = bucketOf(keyHash)
    const key = { hash: Buffer.from(keyHash, 'hex'), until, source }
    this.byBucket.set(bucket, [...(this.byBucket.get(bucket) ?? []), key])
  }
}

const bucketOf = (hashHex: string): string => hashHex.slice(0, BUCKET_CHARS)
