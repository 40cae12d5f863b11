import type { Connector, Outgoing, Sent } from './connector.js'

/** For drills: answers as if it had been done and reaches nothing. */
export class SimulatedConnector implements Connector {
  readonly takes: readonly Outgoing['type'][] = ['http-api', 'openc2-http', 'notice']
  send(out: Outgoing): Promise<Sent> {
    return Promise.resolve({
      answer: 'simulated',
      ...(out.type === 'notice' ? { ticket: out.ticket ?? 'simulated' } : {}),
    })
  }
}
