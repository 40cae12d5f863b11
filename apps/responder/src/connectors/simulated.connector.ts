import type { Connector } from './connector.js'

/** For drills: answers as if it had been done and reaches nothing. */
export class SimulatedConnector implements Connector {
  send(): Promise<{ answer: string }> {
    return Promise.resolve({ answer: 'simulated' })
  }
}
