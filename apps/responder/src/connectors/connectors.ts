import { Inject, Injectable } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { RESPONDER_CONFIG, type ResponderConfig } from '../config.js'
import type { Connector } from './connector.js'
import { HttpConnector } from './http.connector.js'
import { SimulatedConnector } from './simulated.connector.js'

/** The one place that makes connectors. A drill gets a simulated one whatever is configured, so it can't touch the plant. */
@Injectable()
export class Connectors {
  constructor(@Inject(RESPONDER_CONFIG) private readonly config: Pick<ResponderConfig, 'GENBA_CONNECTORS'>) {}

  /** Throws Refused NO_CONNECTOR. */
  connect(name: string, { drill }: { drill: boolean }): Connector {
    if (drill) return new SimulatedConnector()
    const config = this.config.GENBA_CONNECTORS[name]
    if (!config) throw new Refused('NO_CONNECTOR', { connector: name })
    return new HttpConnector(name, config)
  }
}
