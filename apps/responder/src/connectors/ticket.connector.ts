import type { Secret } from '@genba/platform'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { jsonHeaders } from './http-api.connector.js'
import { reach, refuse, type Place } from './reach.js'
import { fillTemplate, ticketWords } from './ticket-template.js'

/** A ticket system with a REST API: the first notice of an incident makes a ticket, later ones update it. */
export class TicketConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'ticket'>,
    private readonly token: Secret | undefined,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const notice = out as Notice
    const { create, update, url } = this.config
    const words = ticketWords(notice, key)
    const isKnown = notice.ticket !== undefined
    if (isKnown && !update) return { answer: 'known', ticket: notice.ticket! }
    const { method, path, body } = isKnown ? update! : { method: 'POST', ...create }
    const { status, text } = await reach(this.place, url, {
      method,
      path: String(fillTemplate(path, words, encodeURIComponent)),
      body: JSON.stringify(fillTemplate(body, words)),
      headers: jsonHeaders(key, this.token),
    })
    return { answer: String(status), ticket: notice.ticket ?? this.ticketIn(text) }
  }

  /** The ticket was made and its id can't be read: said, because a person must find out; another try would find the same. */
  private ticketIn(text: string): string {
    try {
      const found = this.config.idAt
        .split('/')
        .reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], JSON.parse(text))
      if (typeof found === 'string' || typeof found === 'number') return String(found)
    } catch {
      // Said below, whatever was wrong with it.
    }
    throw refuse('CONNECTOR_REFUSED', this.place, `the answer has no ticket id at "${this.config.idAt}"`)
  }
}
