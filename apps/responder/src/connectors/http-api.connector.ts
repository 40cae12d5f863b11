import type { Secret } from '@genba/platform'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Outgoing, Sent } from './connector.js'
import { reach, type Place } from './reach.js'

/** A REST system outside, as a firewall's API: the http commands of playbooks as they are. */
export class HttpApiConnector implements Connector {
  readonly takes = ['http-api', 'openc2-http'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'http-api'>,
    private readonly token: Secret | undefined,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    if (out.type === 'notice') throw new Error('the construction point lets no notice through')
    const headers = jsonHeaders(key, this.token)
    const call =
      out.type === 'http-api'
        ? { method: out.method, path: out.path, headers, ...(out.method === 'GET' ? {} : { body: out.body }) }
        : { method: 'POST', path: out.path, headers: { ...headers, 'content-type': OPENC2_TYPE }, body: out.command }
    const { status } = await reach(this.place, this.config.url, call)
    return { answer: String(status) }
  }
}

/** OpenC2 over HTTP (OASIS openc2-https 1.1): what its requests say they are. */
export const OPENC2_TYPE = 'application/openc2+json;version=1.0'

export const jsonHeaders = (key: string, token: Secret | undefined): Record<string, string> => ({
  'content-type': 'application/json',
  'idempotency-key': key,
  ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
})
