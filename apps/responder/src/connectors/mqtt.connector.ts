import { readFileSync } from 'node:fs'
import type { Secret } from '@genba/platform'
import mqtt, { type MqttClient } from 'mqtt'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { refuse, whyOf, within, type Place } from './reach.js'

/** CONNACK codes of MQTT 3.1.1 that say no: wrong version, wrong client, wrong password, not allowed. */
const REFUSALS = new Set<unknown>([1, 2, 4, 5])

/** Publishes to an MQTT broker and waits until the broker has it (QoS 1 or 2). */
export class MqttConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'mqtt'>,
    private readonly password: Secret | undefined,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const { type: _, ...notice } = out as Notice
    const { url, topic, qos, user, ca, timeoutMs } = this.config
    const client = mqtt.connect(url, {
      reconnectPeriod: 0,
      connectTimeout: timeoutMs,
      ...(user ? { username: user } : {}),
      ...(this.password ? { password: this.password.reveal() } : {}),
      ...(ca ? { ca: readFileSync(ca) } : {}),
    })
    try {
      await within(this.place, () => publish(client, fillTopic(topic, notice), JSON.stringify({ key, ...notice }), qos))
      return { answer: `published at QoS ${qos}` }
    } catch (cause) {
      const { code } = cause as { code?: unknown }
      throw refuse(
        REFUSALS.has(code) ? 'CONNECTOR_REFUSED' : 'CONNECTOR_AWAY',
        this.place,
        REFUSALS.has(code) ? `CONNACK ${String(code)}` : whyOf(cause, timeoutMs),
        cause,
      )
    } finally {
      client.on('error', () => undefined)
      await client.endAsync(true)
    }
  }
}

async function publish(client: MqttClient, topic: string, text: string, qos: 1 | 2): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve())
    client.once('error', reject)
    client.once('close', () => reject(new Error('the broker closed the connection')))
  })
  const lost = new Promise<never>((_, reject) =>
    client.once('close', () => reject(new Error('the broker closed the connection'))),
  )
  await Promise.race([client.publishAsync(topic, text, { qos }), lost])
}

/** Levels and wildcards are the configuration's: a value is one level. */
const fillTopic = (topic: string, { plant, incident }: Pick<Notice, 'plant' | 'incident'>): string =>
  topic.replace('{plant}', level(plant)).replace('{incident}', level(incident))
const level = (value: string): string => value.replace(/[/#+\0]/g, '-')
