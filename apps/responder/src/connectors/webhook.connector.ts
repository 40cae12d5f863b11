import { createHmac } from 'node:crypto'
import { Clock, type Secret } from '@genba/platform'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { reach, type Place } from './reach.js'

/**
 * Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`. The id is the same in each try, the timestamp is that of the try: a
 * receiver refuses what is older than its tolerance (five minutes) and an id that it has taken.
 */
export class WebhookConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'webhook'>,
    private readonly secret: Secret,
    private readonly clock: Clock,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const { type: _, at, ...data } = out as Notice
    const body = JSON.stringify({ type: 'incident.notice', timestamp: new Date(at).toISOString(), data })
    const id = key.replaceAll('.', '-')
    const timestamp = String(Math.floor(this.clock.now() / 1000))
    const { status } = await reach(this.place, this.config.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': sign(this.secret.reveal(), `${id}.${timestamp}.${body}`),
      },
    })
    return { answer: String(status) }
  }
}

const sign = (secret: string, text: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
    .update(text)
    .digest('base64')}`
