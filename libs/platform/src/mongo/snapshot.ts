import type { CollectionName } from '@genba/contracts'
import type { z } from 'zod'
import type { Log } from '../telemetry/log.js'
import type { Mongo, Stored } from './mongo.js'
import { Rounds } from './rounds.js'

const REFRESH_MS = 2_000

/** A small collection kept in memory and read again every two seconds, a large one less often: plants, sources. A document that does not fit its schema is told and left out. */
export class Snapshot<S extends z.ZodType> {
  private byId = new Map<string, z.infer<S>>()
  private fingerprint = ''
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
    return [...this.byId.values()]
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener)
  }

  async refresh(): Promise<void> {
    const documents = await this.mongo
      .collection<Record<string, unknown>>(this.name)
      .find()
      .lean<Stored<Record<string, unknown>>[]>()
    const fingerprint = JSON.stringify(documents)
    if (fingerprint === this.fingerprint) return
    const next = new Map<string, z.infer<S>>()
    for (const { _id, ...rest } of documents) {
      const parsed = this.schema.safeParse(rest)
      if (parsed.success) next.set(_id, parsed.data)
      else
        this.log.error(
          { collection: this.name, id: _id, fault: parsed.error.issues[0] },
          'document does not fit its schema, left out',
        )
    }
    this.byId = next
    this.fingerprint = fingerprint
    for (const listener of this.listeners) listener()
  }
}
