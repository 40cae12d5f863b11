import { createHash } from 'node:crypto'
import type { CollectionName } from '@genba/contracts'
import mongoose from 'mongoose'
import type { z } from 'zod'
import type { Log } from '../telemetry/log.js'
import type { Mongo, Stored } from './mongo.js'
import { Rounds } from './rounds.js'

const REFRESH_MS = 2_000
const BATCH = 200

/** A document that does not fit its schema has no value. */
type Kept<T> = { id: string; value: T | undefined }

/** A small collection kept in memory and read again every two seconds, a large one less often: plants, sources. A document that does not fit its schema is told and left out. */
export class Snapshot<S extends z.ZodType> {
  /** By the document's bytes, by which what did not change is known without being decoded, and what does not fit is told once. */
  private byPrint = new Map<string, Kept<z.infer<S>>>()
  private byId = new Map<string, z.infer<S> | undefined>()
  private readonly rounds: Rounds
  private readonly listeners: (() => void)[] = []

  constructor(
    private readonly mongo: Mongo,
    private readonly name: CollectionName,
    private readonly schema: S,
    private readonly log: Log,
  ) {
    this.rounds = new Rounds(
      () => this.refresh(),
      REFRESH_MS,
      (error) => log.warn({ err: error, collection: name }, 'could not read, keeping what is known'),
    )
  }

  async start(): Promise<void> {
    await this.refresh()
    this.rounds.startLater()
  }

  stop(): void {
    this.rounds.stop()
  }

  get(id: string): z.infer<S> | undefined {
    return this.byId.get(id)
  }

  all(): z.infer<S>[] {
    return [...this.byId.values()].filter((value) => value !== undefined)
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  /** Document by document, undecoded where nothing changed: ten thousand of them never hold up whoever else the process serves. */
  async refresh(): Promise<void> {
    const next = new Map<string, Kept<z.infer<S>>>()
    const cursor = this.mongo.connection.collection(this.name).find({}, { raw: true, batchSize: BATCH })
    for await (const raw of cursor as unknown as AsyncIterable<Buffer>) {
      const print = createHash('sha1').update(raw).digest('base64')
      next.set(print, this.byPrint.get(print) ?? this.read(raw))
    }
    const isSame = next.size === this.byPrint.size && [...next.keys()].every((print) => this.byPrint.has(print))
    if (isSame) return
    this.byPrint = next
    this.byId = new Map([...next.values()].map(({ id, value }) => [id, value]))
    for (const listener of this.listeners) listener()
  }

  private read(raw: Buffer): Kept<z.infer<S>> {
    const { _id: id, ...rest } = mongoose.mongo.BSON.deserialize(raw) as Stored<object>
    const parsed = this.schema.safeParse(rest)
    if (parsed.success) return { id, value: parsed.data }
    this.log.error(
      { collection: this.name, id, fault: parsed.error.issues[0] },
      'document does not fit its schema, left out',
    )
    return { id, value: undefined }
  }
}
