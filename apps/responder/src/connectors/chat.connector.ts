import type { Secret } from '@genba/platform'
import { slackMessage, teamsMessage } from './chat-message.js'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { jsonHeaders } from './http-api.connector.js'
import { reach, type Place } from './reach.js'

const MESSAGES = { slack: slackMessage, teams: teamsMessage }

/** A chat's incoming webhook. Chats know no idempotency key, so it stands in the message: a person sees that two are one. */
export class ChatConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'chat'>,
    private readonly url: Secret,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const { status } = await reach(this.place, this.url.reveal(), {
      method: 'POST',
      headers: jsonHeaders(key, undefined),
      body: JSON.stringify(MESSAGES[this.config.shape](out as Notice, key)),
    })
    return { answer: String(status) }
  }
}
