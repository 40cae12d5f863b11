import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { Refused, type ConnectorDecision, type ConnectorTestInput, type Taken } from '@genba/contracts'
import { Clock, Kafka } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { ListConnectors } from './list-connectors.js'

/** Asks the responder, which alone reaches out; how it went comes with the list. Each press is a test of its own. */
@Injectable()
export class TestConnector {
  constructor(
    private readonly listing: ListConnectors,
    private readonly kafka: Kafka,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, connector: string, { simulated }: ConnectorTestInput): Promise<Taken> {
    const { connectors } = await this.listing.execute(actor, 'connector.test')
    if (!connectors.some(({ id }) => id === connector)) throw new Refused('NOT_FOUND', { connector })
    const value: ConnectorDecision = {
      v: 1,
      id: randomUUID(),
      by: { user: actor.user, roles: ['administrator'] },
      at: this.clock.now(),
      what: { kind: 'test-connector', connector, simulated },
    }
    await this.kafka.send('decision.v1', [{ key: connector, value }])
    return { id: value.id }
  }
}
