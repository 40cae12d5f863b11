// @ts-check
// Writes alerts as ingest does: what one request brings for one partition in one message.
import { setTimeout as delay } from 'node:timers/promises'
import { NO_DESKS } from '../../libs/contracts/dist/index.js'
import { AlertMessages } from '../../apps/ingest/dist/alert-messages.js'
/** @import { Kafka } from 'kafkajs' */

/** Alerts of a request; the senders of the ingest bench post as many. */
export const REQUEST = 1_000

/**
 * Each plant's alerts in requests, in the order in which they would be full; not more than `perSecond` alerts in a second.
 * @template {{ plant: string }} T @param {Kafka} kafka @param {string} topic @param {T[]} alerts
 */
export async function sendPacked(kafka, topic, alerts, perSecond = Infinity) {
  const admin = kafka.admin()
  await admin.connect()
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] })
  await admin.disconnect()
  const count = topics[0]?.partitions.length ?? 0
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  const packer = new AlertMessages()
  const began = performance.now()
  let sent = 0
  /** @param {T[]} request */
  const send = async (request) => {
    const early = began + (sent / perSecond) * 1_000 - performance.now()
    if (early > 0) await delay(early)
    sent += request.length
    await producer.send({ topic, acks: -1, messages: packer.of(/** @type {never} */ (request), count, NO_DESKS) })
  }
  /** @type {Map<string, T[]>} */
  const open = new Map()
  for (const alert of alerts) {
    const own = open.get(alert.plant) ?? []
    own.push(alert)
    if (own.length < REQUEST) open.set(alert.plant, own)
    else {
      open.delete(alert.plant)
      await send(own)
    }
  }
  for (const own of open.values()) await send(own)
  await producer.disconnect()
}
