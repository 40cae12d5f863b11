import { Refused } from '@genba/contracts'
import type { HttpRequest } from '@genba/playbook'
import type { ConnectorConfig } from '../config.js'
import type { Connector } from './connector.js'

/** Answers below 500 that say "later", not "no": request timeout, too early, too many requests. */
const LATER = new Set([408, 425, 429])

/** A REST system outside. Redirects are not followed: where requests go is in the configuration and nowhere else. */
export class HttpConnector implements Connector {
  constructor(
    private readonly name: string,
    private readonly config: Extract<ConnectorConfig, { type: 'http-api' }>,
  ) {}

  async send(
    { method, path, body, contentType = 'application/json' }: HttpRequest,
    key: string,
  ): Promise<{ answer: string }> {
    const { url, timeoutMs, token } = this.config
    const status = await this.fetch(`${url.replace(/\/+$/, '')}${path}`, {
      method,
      ...(method === 'GET' ? {} : { body }),
      headers: {
        'content-type': contentType,
        'idempotency-key': key,
        ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (status >= 200 && status < 300) return { answer: String(status) }
    throw new Refused(status >= 500 || LATER.has(status) ? 'CONNECTOR_AWAY' : 'CONNECTOR_REFUSED', {
      connector: this.name,
      status,
    })
  }

  private async fetch(url: string, init: RequestInit): Promise<number> {
    try {
      const answer = await fetch(url, init)
      await answer.body?.cancel()
      return answer.status
    } catch (cause) {
      throw new Refused('CONNECTOR_AWAY', { connector: this.name }, { cause })
    }
  }
}
