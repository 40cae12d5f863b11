import { Injectable, type OnApplicationBootstrap } from '@nestjs/common'
import type { ConnectorView } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'
import { Connectors } from './connectors.js'

/** The `connectors` documents: what an administrator may know. The configuration is the truth, this is its picture at the last start. */
@Injectable()
export class ConnectorStore implements OnApplicationBootstrap {
  constructor(
    private readonly mongo: Mongo,
    private readonly connectors: Connectors,
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
