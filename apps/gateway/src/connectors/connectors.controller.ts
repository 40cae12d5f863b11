import { Controller } from '@nestjs/common'
import type { ConnectorList, ConnectorTestInput, Taken } from '@genba/contracts'
import { Answers, BodyOf, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListConnectors } from './list-connectors.js'
import { TestConnector } from './test-connector.js'

@Controller()
export class ConnectorsController {
  constructor(
    private readonly listing: ListConnectors,
    private readonly testing: TestConnector,
  ) {}

  @Answers('listConnectors')
  list(@Visiting() { actor }: Visitor): Promise<ConnectorList> {
    return this.listing.execute(actor)
  }

  @Answers('testConnector')
  test(
    @Visiting() { actor }: Visitor,
    @PartOf('connector') connector: string,
    @BodyOf('testConnector') input: ConnectorTestInput,
  ): Promise<Taken> {
    return this.testing.execute(actor, connector, input)
  }
}
