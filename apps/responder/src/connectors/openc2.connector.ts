import type { Secret } from '@genba/platform'
import { z } from 'zod'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Outgoing, Sent } from './connector.js'
import { OPENC2_TYPE, jsonHeaders } from './http-api.connector.js'
import { reach, refuse, type Place } from './reach.js'

const Answer = z.object({ status: z.number().int(), status_text: z.string().optional() })
const WORKING = 102

/** OpenC2 over HTTPS (OASIS, Transfer Spec 1.1): commands to consumers as firewalls and switches, `X-Request-ID` is the key. */
export class OpenC2Connector implements Connector {
  readonly takes = ['openc2-http'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'openc2'>,
    private readonly token: Secret | undefined,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const { command } = out as Extract<Outgoing, { type: 'openc2-http' }>
    const { status, text } = await reach(this.place, this.config.url, {
      method: 'POST',
      headers: {
        ...jsonHeaders(key, this.token),
        'content-type': OPENC2_TYPE,
        accept: OPENC2_TYPE,
        'x-request-id': key,
      },
      body: JSON.stringify({
        headers: { request_id: key, from: 'genba' },
        body: { openc2: { request: JSON.parse(command) as unknown } },
      }),
    })
    const said = statusIn(text) ?? { status, status_text: undefined }
    if (said.status === WORKING) throw refuse('CONNECTOR_AWAY', this.place, 'still working on it (102)')
    if (said.status >= 500) throw refuse('CONNECTOR_AWAY', this.place, `OpenC2 status ${said.status}`)
    if (said.status >= 300) throw refuse('CONNECTOR_REFUSED', this.place, `OpenC2 status ${said.status}`)
    return { answer: String(said.status) }
  }
}

/** The consumer's own status: it can say no inside of an HTTP 200. */
function statusIn(text: string): z.infer<typeof Answer> | undefined {
  try {
    const json = JSON.parse(text) as { body?: { openc2?: { response?: unknown } } }
    return Answer.safeParse(json.body?.openc2?.response ?? json).data
  } catch {
    return undefined
  }
}
