import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Secret } from '@genba/platform'
import { createTransport } from 'nodemailer'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { refuse, whyOf, within, type Place } from './reach.js'

/** Mail by SMTP. `Message-ID` comes from the key, so that a repeat is the same mail to whoever sorts it. */
export class MailConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'mail'>,
    private readonly password: Secret | undefined,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const notice = out as Notice
    const transport = this.open()
    try {
      const told = await within(this.place, () => transport.sendMail(this.mail(notice, key)))
      const refused = told.rejected.length > 0 ? `; refused ${told.rejected.map(String).join(', ')}` : ''
      return { answer: `accepted for ${told.accepted.length}${refused}` }
    } catch (cause) {
      const { responseCode } = cause as { responseCode?: number }
      const isNo = responseCode !== undefined && responseCode >= 500
      const why = responseCode === undefined ? whyOf(cause, this.place.timeoutMs) : `SMTP ${responseCode}`
      throw refuse(isNo ? 'CONNECTOR_REFUSED' : 'CONNECTOR_AWAY', this.place, why, cause)
    } finally {
      transport.close()
    }
  }

  private open() {
    const { host, port, security, user, ca, timeoutMs } = this.config
    return createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(ca ? { tls: { ca: readFileSync(ca) } } : {}),
      ...(user && this.password ? { auth: { user, pass: this.password.reveal() } } : {}),
    })
  }

  private mail({ incident, plant, title, text, drill, at }: Notice, key: string) {
    const thread = messageId(incident)
    return {
      from: this.config.from,
      to: this.config.to,
      subject: `${drill ? `[訓練/DRILL ${drill}] ` : ''}${title.ja} / ${title.en}`,
      text: `${text.ja}\n\n${text.en}\n\n${plant} ${incident}`,
      date: new Date(at),
      messageId: messageId(key),
      inReplyTo: thread,
      references: thread,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Genba-Key': key },
    }
  }
}

const messageId = (of: string): string => `<${createHash('sha256').update(of).digest('hex').slice(0, 32)}@genba>`
