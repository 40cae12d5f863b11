import type { Collection } from 'mongoose'

type Asker = { done: (found: object | undefined) => void; failed: (error: unknown) => void }

/** Documents asked for in one request. */
const TOGETHER_MAX = 200

/**
 * Reads by id: while one request is under way the next ids gather and go together; an idle process asks at once. What is answered was
 * read after it was asked for.
 */
export class GroupedReads {
  private waiting = new Map<string, Asker[]>()
  private isReading = false

  constructor(private readonly documents: Collection) {}

  get(id: string): Promise<object | undefined> {
    return new Promise((done, failed) => {
      this.waiting.set(id, [...(this.waiting.get(id) ?? []), { done, failed }])
      if (!this.isReading) void this.run()
    })
  }

  private async run(): Promise<void> {
    this.isReading = true
    // A turn of the event loop later: what is asked for in the same moment goes together.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.waiting.size > 0) {
      const together = [...this.waiting].slice(0, TOGETHER_MAX)
      for (const [id] of together) this.waiting.delete(id)
      await this.read(new Map(together))
    }
    this.isReading = false
  }

  /** Each asker gets a document of its own: whoever reads one may keep it and change it. */
  private async read(asked: ReadonlyMap<string, readonly Asker[]>): Promise<void> {
    try {
      const found = await this.documents.find({ _id: { $in: [...asked.keys()] as never[] } }).toArray()
      const byId = new Map(found.map((document) => [String(document._id), document]))
      for (const [id, askers] of asked)
        askers.forEach(({ done }, n) => done(n === 0 ? byId.get(id) : structuredClone(byId.get(id))))
    } catch (error) {
      for (const askers of asked.values()) askers.forEach(({ failed }) => failed(error))
    }
  }
}
