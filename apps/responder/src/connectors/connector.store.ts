import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import type { ConnectorView } from '@genba/contracts'
import { LOG, Mongo, type Log, type Stored } from '@genba/platform'
import { Connectors } from './connectors.js'

/** Sends of so long are one write for each connector. */
const WRITE_MS = 1_000

/** The `connectors` documents: what an administrator may know. The configuration is the truth, this is its picture at the last start. */
@Injectable()
export class ConnectorStore implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly mongo: Mongo,
    private readonly connectors: Connectors,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const views = this.connectors.views()
    for (const view of views)
      await this.documents.collection.updateOne(
        { _id: view.id as never },
        { $set: view, $inc: { version: 1 } },
        { upsert: true },
      )
    await this.documents.collection.deleteMany({ _id: { $nin: views.map(({ id }) => id) } as never })
    this.timer = setInterval(() => void this.writeOutcomes(), WRITE_MS)
    this.timer.unref()
  }

  onModuleDestroy(): Promise<void> {
    clearInterval(this.timer)
    return this.writeOutcomes()
  }

  /** Only what an administrator looks at: a write that fails is told and the next send writes again. */
  private async writeOutcomes(): Promise<void> {
    try {
      for (const [id, { sent, failed }] of this.connectors.takeOutcomes()) {
        const set = {
          ...(sent ? { sent: { at: sent.at } } : {}),
          ...(failed ? { failed: { at: failed.at, text: failed.error } } : {}),
        }
        await this.documents.collection.updateOne({ _id: id as never }, { $set: set as never, $inc: { version: 1 } })
      }
    } catch (error) {
      this.log.warn({ err: error }, 'how connectors last sent could not be written')
    }
  }

  async wasTested(name: string, id: string): Promise<boolean> {
    return (await this.documents.findById(name).lean<Stored<ConnectorView>>())?.test?.id === id
  }

  async putTest(name: string, test: ConnectorView['test']): Promise<void> {
    await this.documents.collection.updateOne({ _id: name as never }, { $set: { test }, $inc: { version: 1 } })
  }

  private get documents() {
    return this.mongo.collection<ConnectorView>('connectors')
  }
}
