import { randomUUID } from 'node:crypto'
import { mongo, type Collection } from 'mongoose'

type Insert = { insert: { _id: string }; done: () => void; failed: (error: unknown) => void }
type Update = {
  filter: { _id: string; version: number }
  update: { $set: object }
  done: (isSaved: boolean) => void
  failed: (error: unknown) => void
}
type Stamped = { _id: string; version: number; stamp?: string }

/** Writes in one request. */
const TOGETHER_MAX = 200

/**
 * Group commit: while one request is under way the next writes gather and go together, each with an answer of its own; an idle
 * process writes at once. A database that puts each request on the disk before it answers then does so once for many writes.
 */
export class GroupedWrites {
  private waiting: (Insert | Update)[] = []
  private isWriting = false

  constructor(private readonly documents: Collection) {}

  /** Throws the database's duplicate key error when the id is taken. */
  insert(document: { _id: string }): Promise<void> {
    return new Promise((done, failed) => this.put({ insert: document, done, failed }))
  }

  /** False when no document matched. The update must set a version above the filter's. */
  update(filter: Update['filter'], update: Update['update']): Promise<boolean> {
    return new Promise((done, failed) => this.put({ filter, update, done, failed }))
  }

  private put(write: Insert | Update): void {
    this.waiting.push(write)
    if (!this.isWriting) void this.run()
  }

  private async run(): Promise<void> {
    this.isWriting = true
    while (this.waiting.length > 0) {
      const together = this.waiting.splice(0, TOGETHER_MAX)
      await this.write(together).catch((error: unknown) => together.forEach(({ failed }) => failed(error)))
    }
    this.isWriting = false
  }

  private async write(together: readonly (Insert | Update)[]): Promise<void> {
    const stamp = randomUUID()
    const operations = together.map((write, n): mongo.AnyBulkWriteOperation =>
      'insert' in write
        ? { insertOne: { document: write.insert as never } }
        : {
            updateOne: {
              filter: write.filter as never,
              update: { ...write.update, $set: { ...write.update.$set, stamp: `${stamp}/${n}` } },
            },
          },
    )
    const { matched, errors } = await this.send(operations)
    const updates = together.flatMap((write, n) => ('update' in write ? [{ write, mine: `${stamp}/${n}` }] : []))
    together.forEach((write, n) => {
      if ('insert' in write && !errors.has(n)) write.done()
    })
    for (const [n, error] of errors) together[n]?.failed(error)
    if (matched === updates.length || matched === 0) updates.forEach(({ write }) => write.done(matched > 0))
    else await this.ask(updates)
  }

  private async send(
    operations: mongo.AnyBulkWriteOperation[],
  ): Promise<{ matched: number; errors: Map<number, unknown> }> {
    try {
      const { matchedCount } = await this.documents.bulkWrite(operations, { ordered: false })
      return { matched: matchedCount, errors: new Map() }
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error
      const errors = [error.writeErrors].flat()
      if (errors.length === 0) throw error
      return { matched: error.matchedCount, errors: new Map(errors.map((each) => [each.index, each])) }
    }
  }

  /** The answer to many writes only counts: what stands in the documents now tells whose write it was. */
  private async ask(updates: readonly { write: Update; mine: string }[]): Promise<void> {
    const ids = updates.map(({ write }) => write.filter._id)
    const found = (await this.documents
      .find({ _id: { $in: ids as never[] } }, { projection: { version: 1, stamp: 1 } })
      .toArray()) as unknown as Stamped[]
    const byId = new Map(found.map((document) => [document._id, document]))
    for (const { write, mine } of updates) {
      const now = byId.get(write.filter._id)
      if (now?.stamp === mine) write.done(true)
      else if (now && now.version > write.filter.version + 1)
        write.failed(new Error(`${write.filter._id} was changed again before it could be seen who changed it`))
      else write.done(false)
    }
  }
}
