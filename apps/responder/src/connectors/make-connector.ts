import { never } from '@genba/contracts'
import type { Clock, Secret } from '@genba/platform'
import { ChatConnector } from './chat.connector.js'
import type { ConnectorConfig } from './connector-config.js'
import type { Connector } from './connector.js'
import { HttpApiConnector } from './http-api.connector.js'
import { MailConnector } from './mail.connector.js'
import { MqttConnector } from './mqtt.connector.js'
import { OpenC2Connector } from './openc2.connector.js'
import { addressOf, type Place } from './reach.js'
import type { Reveal, SecretRef } from './secret-ref.js'
import { SyslogConnector } from './syslog.connector.js'
import { TicketConnector } from './ticket.connector.js'
import { WebhookConnector } from './webhook.connector.js'

/** A real connector and where it reaches. Only `Connectors` calls this. Throws when a secret is not where its reference says. */
export function makeConnector(
  name: string,
  config: ConnectorConfig,
  reveal: Reveal,
  clock: Clock,
): { connector: Connector; address: string } {
  const secretOf = (ref: SecretRef | undefined): Secret | undefined => (ref === undefined ? undefined : reveal(ref))
  const at = (address: string, make: (place: Place) => Connector) => ({
    address,
    connector: make({ connector: name, address, timeoutMs: config.timeoutMs }),
  })
  switch (config.type) {
    case 'http-api':
      return at(addressOf(config.url), (place) => new HttpApiConnector(place, config, secretOf(config.token)))
    case 'ticket':
      return at(addressOf(config.url), (place) => new TicketConnector(place, config, secretOf(config.token)))
    case 'openc2':
      return at(addressOf(config.url), (place) => new OpenC2Connector(place, config, secretOf(config.token)))
    case 'webhook':
      return at(addressOf(config.url), (place) => new WebhookConnector(place, config, reveal(config.secret), clock))
    case 'mail':
      return at(
        `smtp://${config.host}:${config.port}`,
        (place) => new MailConnector(place, config, secretOf(config.password)),
      )
    case 'chat': {
      const url = reveal(config.url)
      return at(addressOf(url.reveal()), (place) => new ChatConnector(place, config, url))
    }
    case 'syslog':
      return at(
        `syslog+${config.transport}://${config.host}:${config.port}`,
        (place) => new SyslogConnector(place, config),
      )
    case 'mqtt':
      return at(addressOf(config.url), (place) => new MqttConnector(place, config, secretOf(config.password)))
    default:
      return never(config)
  }
}
