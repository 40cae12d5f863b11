import { Refused, type CollectionName } from '@genba/contracts'
import type { Model } from 'mongoose'
import type { z } from 'zod'
import type { AuditChain } from '../audit/audit-chain.js'
import type { Kafka } from '../kafka/kafka.js'
import type { Log } from '../telemetry/log.js'
import { GroupedReads } from './grouped-reads.js'
import { GroupedWrites } from './grouped-writes.js'
import { isDuplicateKey, type Mongo, type Stored } from './mongo.js'
import { Outbox, type Told } from './outbox.js'

type Versioned = { id: string; version: number }
type WithOutbox<T> = T & { outbox: Told[]; stamp?: string }

/** Leftovers are rare: of a process that ended, or of a write whose answer got lost. The embedded engine scans for them. */
const SWEEP_MS = 60_000
/** After a failure somebody is away: soon again. */
const RESWEEP_MS = 2_000
const SWEEP_MAX = 200

/**
 * One aggregate = one document = one atomic write. A save succeeds only from the version that was read, and carries in the same
 * document what must be told to Kafka and to the audit chain; it is told right after, and a sweeper tells what a crash left behind.
 */
export class VersionedStore<T extends Versioned> {
  private readonly documents: Model<Stored<WithOutbox<T>>>
  private readonly reads: GroupedReads
  private readonly writes: GroupedWrites
  private readonly outbox: Outbox
  /** Properties that a later version of a document may not have any more. */
  private readonly optional: readonly string[]
  private timer: NodeJS.Timeout | undefined
  private isSweeping = false
  private isClosed = false

  constructor(
    mongo: Mongo,
    name: CollectionName,
    schema: z.ZodObject<Record<string, z.ZodType>>,
    kafka: Kafka,
    audit: AuditChain,
    private readonly log: Log,
  ) {
    this.documents = mongo.collection<WithOutbox<T>>(name)
    this.reads = new GroupedReads(this.documents.collection)
    this.writes = new GroupedWrites(this.documents.collection)
    this.optional = Object.keys(schema.shape).filter((key) => schema.shape[key]?.safeParse(undefined).success)
    this.outbox = new Outbox(
      kafka,
      audit,
      (ids) => this.pull(ids),
      (error) => this.missed(error),
    )
  }

  async get(id: string): Promise<T | undefined> {
    const found = await this.reads.get(id)
    return found ? strip(found as Stored<WithOutbox<T>>) : undefined
  }

  /** All that match, or of them the newest by a time in the document; for small sets only, the embedded engine scans. */
  async find(filter: Record<string, unknown>, newest?: { by: string; limit?: number }): Promise<T[]> {
    const asked = this.documents.find(filter as never)
    if (newest) asked.sort({ [newest.by]: -1 }).limit(newest.limit ?? 0)
    return (await asked.lean<Stored<WithOutbox<T>>[]>()).map(strip)
  }

  /** Stores a new document at version 1; undefined when its id is taken already. */
  async insert(document: T, told: Told[]): Promise<T | undefined> {
    const stored = { ...document, version: 1, _id: document.id, outbox: told }
    try {
      await this.writes.insert(stored)
    } catch (error) {
      if (isDuplicateKey(error)) return undefined
      throw this.unsure(error)
    }
    const inserted = { ...document, version: 1 }
    await this.outbox.tell({ id: document.id, told, document: inserted })
    return inserted
  }

  /**
   * Writes the document if it still has the version that was read; entries that are not told yet stay in its outbox. Throws Refused
   * CHANGED_MEANWHILE.
   */
  async save(document: T, told: Told[]): Promise<T> {
    const saved = { ...document, version: document.version + 1 }
    const gone = this.optional.filter((key) => saved[key as keyof T] === undefined)
    const update = {
      $set: Object.fromEntries(Object.entries(saved).filter(([, value]) => value !== undefined)),
      ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map((key) => [key, ''])) } : {}),
      ...(told.length > 0 ? { $push: { outbox: { $each: told } } } : {}),
    }
    const isSaved = await this.writes
      .update({ _id: document.id, version: document.version }, update)
      .catch((error: unknown) => {
        throw this.unsure(error)
      })
    if (!isSaved) throw new Refused('CHANGED_MEANWHILE', { id: document.id })
    await this.outbox.tell({ id: document.id, told, document: saved })
    return saved
  }

  /** Stores a document of version 0 as a new one, undefined when its id is taken already; saves any other. Throws Refused CHANGED_MEANWHILE. */
  put(document: T, told: Told[]): Promise<T | undefined> {
    return document.version === 0 ? this.insert(document, told) : this.save(document, told)
  }

  startSweeper(): void {
    void this.sweep()
  }

  async stopSweeper(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    await this.outbox.drained()
  }

  /** Tells what is still in outboxes; a failure stays for the next turn. */
  async sweep(): Promise<void> {
    if (this.isSweeping) return
    this.isSweeping = true
    let again = SWEEP_MS
    try {
      const before = this.outbox.inHand()
      const left = await this.documents
        .find({ 'outbox.0': { $exists: true } } as never)
        .limit(SWEEP_MAX)
        .lean<Stored<WithOutbox<T>>[]>()
      const inHand = new Set([...before, ...this.outbox.inHand()])
      for (const found of left.filter(({ _id }) => !inHand.has(_id))) {
        const document = strip(found)
        await this.outbox.tell({ id: document.id, told: found.outbox, document })
      }
      await this.outbox.drained()
      if (left.length === SWEEP_MAX) again = RESWEEP_MS
    } catch (error) {
      again = RESWEEP_MS
      this.log.warn({ err: error }, 'outbox sweep failed, trying again')
    } finally {
      this.isSweeping = false
      this.sweepIn(again)
    }
  }

  private sweepIn(ms: number): void {
    clearTimeout(this.timer)
    if (!this.isClosed) this.timer = setTimeout(() => void this.sweep(), ms).unref()
  }

  /** The answer got lost, the write may not: what it had to tell is looked for soon. */
  private unsure(error: unknown): unknown {
    this.sweepIn(RESWEEP_MS)
    return error
  }

  private missed(error: unknown): void {
    this.log.warn({ err: error }, 'could not tell what is in the outbox, the sweeper will')
    this.sweepIn(RESWEEP_MS)
  }

  private async pull(ids: Map<string, string[]>): Promise<void> {
    await this.documents.collection.bulkWrite(
      [...ids].map(([id, entries]) => ({
        updateOne: {
          filter: { _id: id as never },
          update: { $pull: { outbox: { id: { $in: entries } } } } as never,
        },
      })),
      { ordered: false },
    )
  }
}

function strip<T>(document: Stored<WithOutbox<T>>): T {
  const { _id, outbox, stamp, ...rest } = document
  return rest as unknown as T
}
