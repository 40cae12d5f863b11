import { Refused, type CollectionName, type Topic, type TopicValue } from '@genba/contracts'
import type { Model } from 'mongoose'
import type { AuditChain, AuditEntry } from '../audit/audit-chain.js'
import type { Kafka } from '../kafka/kafka.js'
import type { Log } from '../telemetry/log.js'
import { isDuplicateKey, type Mongo, type Stored } from './mongo.js'

/** What must be told when a document has changed. `value` absent: the document itself, as it is when it is sent. */
export type Told =
  | { [T in Topic]: { id: string; topic: T; key: string; value?: TopicValue<T> } }[Topic]
  | { id: string; audit: AuditEntry }

type Versioned = { id: string; version: number }
type WithOutbox<T> = T & { outbox: Told[] }

const SWEEP_MS = 2_000
const SWEEP_MAX = 200

/**
 * One aggregate = one document = one atomic write. A save succeeds only from the version that was read, and carries in the same
 * document what must be told to Kafka and to the audit chain; it is told right after, and a sweeper tells what a crash left behind.
 */
export class VersionedStore<T extends Versioned> {
  private readonly documents: Model<Stored<WithOutbox<T>>>
  private timer: NodeJS.Timeout | undefined
  private isSweeping = false

  constructor(
    mongo: Mongo,
    name: CollectionName,
    private readonly kafka: Kafka,
    private readonly audit: AuditChain,
    private readonly log: Log,
  ) {
    this.documents = mongo.collection<WithOutbox<T>>(name)
  }

  async get(id: string): Promise<T | undefined> {
    const found = await this.documents.findById(id).lean<Stored<WithOutbox<T>>>()
    return found ? strip(found) : undefined
  }

  /** All that match; for small sets only, the embedded engine scans. */
  async find(filter: Record<string, unknown>): Promise<T[]> {
    const found = await this.documents.find(filter as never).lean<Stored<WithOutbox<T>>[]>()
    return found.map(strip)
  }

  /** Stores a new document at version 1; undefined when its id is taken already. */
  async insert(document: T, told: Told[]): Promise<T | undefined> {
    const stored = { ...document, version: 1, _id: document.id, outbox: told }
    try {
      await this.documents.collection.insertOne(stored as never)
    } catch (error) {
      if (isDuplicateKey(error)) return undefined
      throw error
    }
    await this.tell(stored)
    return { ...document, version: 1 }
  }

  /** Replaces the document if it still has the version that was read. Throws Refused CHANGED_MEANWHILE. */
  async save(document: T, told: Told[]): Promise<T> {
    const version = document.version + 1
    const kept = await this.documents.collection.findOne(
      { _id: document.id as never },
      { projection: { outbox: 1, version: 1 } },
    )
    if (kept?.['version'] !== document.version) throw new Refused('CHANGED_MEANWHILE', { id: document.id })
    const stored = {
      ...document,
      version,
      _id: document.id,
      outbox: [...((kept['outbox'] as Told[] | undefined) ?? []), ...told],
    }
    const result = await this.documents.collection.replaceOne(
      { _id: document.id as never, version: document.version },
      stored,
    )
    if (result.matchedCount === 0) throw new Refused('CHANGED_MEANWHILE', { id: document.id })
    await this.tell(stored)
    return { ...document, version }
  }

  startSweeper(): void {
    this.timer = setInterval(() => void this.sweep(), SWEEP_MS)
  }

  stopSweeper(): void {
    clearInterval(this.timer)
  }

  /** Tells what is still in outboxes; a failure stays for the next turn. */
  async sweep(): Promise<void> {
    if (this.isSweeping) return
    this.isSweeping = true
    try {
      const left = await this.documents
        .find({ 'outbox.0': { $exists: true } } as never)
        .limit(SWEEP_MAX)
        .lean<Stored<WithOutbox<T>>[]>()
      for (const document of left) await this.tell(document)
    } catch (error) {
      this.log.warn({ err: error }, 'outbox sweep failed, trying again')
    } finally {
      this.isSweeping = false
    }
  }

  private async tell(document: Stored<WithOutbox<T>>): Promise<void> {
    if (document.outbox.length === 0) return
    try {
      for (const entry of document.outbox) if ('audit' in entry) await this.audit.append(entry.id, entry.audit)
      // One request for each topic, in the order in which things happened: an answer of Kafka costs more than a message.
      const messages = document.outbox.filter((entry) => 'topic' in entry)
      for (const topic of new Set(messages.map((entry) => entry.topic))) {
        const ofTopic = messages.filter((entry) => entry.topic === topic)
        await this.kafka.send(
          topic,
          ofTopic.map(({ key, value }) => ({ key, value: (value ?? strip(document)) as never })),
        )
      }
      const ids = document.outbox.map((entry) => entry.id)
      await this.documents.collection.updateOne({ _id: document._id as never }, {
        $pull: { outbox: { id: { $in: ids } } },
      } as never)
    } catch (error) {
      this.log.warn({ err: error, id: document._id }, 'could not tell what is in the outbox, the sweeper will')
    }
  }
}

function strip<T>(document: Stored<WithOutbox<T>>): T {
  const { _id, outbox, ...rest } = document
  return rest as unknown as T
}
