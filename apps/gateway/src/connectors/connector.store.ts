import { Injectable } from '@nestjs/common'
import { ConnectorView } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** Reads what the responder tells of its connectors. */
@Injectable()
export class ConnectorStore {
  constructor(private readonly mongo: Mongo) {}

  async all(): Promise<ConnectorView[]> {
    const found = await this.mongo.collection<ConnectorView>('connectors').find().lean<Stored<ConnectorView>[]>()
    return found.map((each) => ConnectorView.parse(each)).sort((a, b) => a.id.localeCompare(b.id))
  }
}
