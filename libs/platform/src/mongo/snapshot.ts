import { createHash } from 'node:crypto'
import type { CollectionName } from '@genba/contracts'
import type { z } from 'zod'
import type { Log } from '../telemetry/log.js'
import type { Mongo, Stored } from './mongo.js'
import { Rounds } from './rounds.js'

const REFRESH_MS = 2_000
const BATCH = 200

/** A document that does not fit its schema has no value; by its print it is known again, and told once. */
type Kept<T> = { print: string; value: T | undefined }

/** A small collection kept in memory and read again every two seconds, a large one less often: plants, sources. A document that does not fit its schema is told and left out. */
export class Snapshot<S extends z.ZodType> {
  private kept = new Map<string, Kept<z.infer<S>>>()
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
    return this.kept.get(id)?.value
  }

  all(): z.infer<S>[] {
    return [...this.kept.values()].flatMap(({ value }) => (value === undefined ? [] : [value]))
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  /** Document by document, so that ten thousand of them never hold up whoever else the process serves. */
  async refresh(): Promise<void> {
    const next = new Map<string, Kept<z.infer<S>>>()
    const cursor = this.mongo
      .collection<Record<string, unknown>>(this.name)
      .find()
      .lean<Stored<Record<string, unknown>>>()
      .cursor({ batchSize: BATCH })
    for await (const document of cursor as AsyncIterable<Stored<Record<string, unknown>>>) {
      const print = createHash('sha1').update(JSON.stringify(document)).digest('base64')
      const known = this.kept.get(document._id)
      next.set(document._id, known?.print === print ? known : { print, value: this.read(document) })
    }
    const isSame = next.size === this.kept.size && [...next].every(([id, one]) => this.kept.get(id) === one)
    if (isSame) return
    this.kept = next
    for (const listener of this.listeners) listener()
  }

  private read({ _id, ...rest }: Stored<Record<string, unknown>>): z.infer<S> | undefined {
    const parsed = this.schema.safeParse(rest)
    if (parsed.success) return parsed.data
    this.log.error(
      { collection: this.name, id: _id, fault: parsed.error.issues[0] },
      'document does not fit its schema, left out',
    )
    return undefined
  }
}
