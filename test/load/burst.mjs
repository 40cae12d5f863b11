// @ts-check
// A burst in one zone, and what alerts of other zones wait because of it: from the alert that fires a rule to its signal in Kafka.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { constants, setPriority } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { MongoClient } from 'mongodb'
import { startApp } from './apps.mjs'
import { sendPacked } from './pack.mjs'
/** @import { ChildProcess } from 'node:child_process' */
/** @import { Kafka, Producer } from 'kafkajs' */

const PROBES = 200
const EVERY_MS = 20
const WAIT_MS = 60_000
/** Alerts before the first measurement, in so many turns of packs and of single messages: code that has seen only one of them is thrown away when the other comes. */
const WARM = 240_000
const WARM_TURNS = 8
const WARM_SINGLE = 5_000
/** Alerts that make the rule fire. */
const TO_FIRE = 3
export const START = 1_767_225_600_000

/** @param {string} zone @param {string} id @param {number} at @param {string} [plant] */
export const alertOf = (zone, id, at, plant = 'quiet') => ({
  v: 1,
  id,
  source: 's',
  sensor: 's',
  plant,
  zone,
  at,
  receivedAt: at,
  clock: 'source',
  kind: 'process',
  rule: 'burst',
  name: 'process value above high limit',
  severity: 95,
  fields: { value: at % 1_000 },
})

/**
 * `perSecond`: how many of the burst's alerts are sent in a second, at most.
 * @param {Kafka} kafka @param {NodeJS.ProcessEnv} env @param {string} prefix @param {{ count: number, perSecond: number }} burst
 */
export async function measureBurst(kafka, env, prefix, { count, perSecond }) {
  const app = await startApp('correlator', env)
  /** @type {Map<string, (at: number) => void>} */
  const waiting = new Map()
  const consumer = kafka.consumer({ groupId: `burst-${Date.now()}`, maxWaitTimeInMs: 50 })
  await consumer.connect()
  await consumer.subscribe({ topic: `${prefix}signal.v1`, fromBeginning: true })
  await consumer.run({
    eachBatch: ({ batch }) => {
      for (const { value } of batch.messages) waiting.get(JSON.parse(String(value)).zone)?.(performance.now())
      return Promise.resolve()
    },
  })
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  /** @param {string} name */
  const probe = async (name) => {
    /** @type {Promise<number>[]} */
    const took = []
    for (let n = 0; n < PROBES; n++) {
      const zone = `${name}-${n}`
      const began = performance.now()
      took.push(
        new Promise((resolve, reject) => {
          const late = setTimeout(() => reject(new Error(`no signal of ${zone} within ${WAIT_MS} ms`)), WAIT_MS)
          waiting.set(zone, (at) => {
            clearTimeout(late)
            resolve(at - began)
          })
        }),
      )
      const messages = Array.from({ length: TO_FIRE }, (_, k) => ({
        key: `quiet/${zone}`,
        value: JSON.stringify(alertOf(zone, `${zone}-${k}`, START + k)),
      }))
      await producer.send({ topic: `${prefix}alert.v1`, acks: -1, messages })
      await delay(EVERY_MS)
    }
    const sorted = (await Promise.all(took)).sort((a, b) => a - b)
    return sorted[Math.floor(PROBES * 0.99)] ?? 0
  }
  /** @type {ChildProcess | undefined} */
  let sender
  try {
    await warmUp(kafka, producer, `${prefix}alert.v1`)
    await probe('warm')
    const quietMs = await probe('quiet')
    const args = [env.KAFKA_BROKERS ?? '', `${prefix}alert.v1`, String(count), String(perSecond)]
    sender = fork(fileURLToPath(new URL('send-burst.mjs', import.meta.url)), args)
    setPriority(sender.pid ?? 0, constants.priority.PRIORITY_LOW)
    await heardFrom(sender)
    const began = performance.now()
    sender.send('go')
    const sent = heardFrom(sender).then(() => (count / (performance.now() - began)) * 1_000)
    const [burstMs, sentPerSecond] = await Promise.all([probe('during'), sent])
    return { quietMs, burstMs, sentPerSecond, ...(await incidentsOf(env, count)) }
  } finally {
    sender?.kill()
    await consumer.disconnect()
    await producer.disconnect()
    await app.stop()
  }
}

/** Its next word; throws when it ends without one. @param {ChildProcess} child */
async function heardFrom(child) {
  const stop = new AbortController()
  const { signal } = stop
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the sender of the burst ended with ${code}`)
  })
  try {
    await Promise.race([once(child, 'message', { signal }), ended])
  } finally {
    ended.catch(() => undefined)
    stop.abort()
  }
}

/** In the quiet measurement too the process must have compiled what it runs. @param {Kafka} kafka @param {Producer} producer @param {string} topic */
async function warmUp(kafka, producer, topic) {
  const each = WARM / WARM_TURNS
  for (let from = 0; from < WARM; from += each) {
    const alerts = Array.from({ length: each }, (_, n) =>
      alertOf(`warm-${n % 50}`, `w-${from + n}`, START + from + n, 'warm'),
    )
    const singles = alerts.splice(0, WARM_SINGLE)
    await producer.send({
      topic,
      acks: -1,
      messages: singles.map((alert) => ({ key: `${alert.plant}/${alert.zone}`, value: JSON.stringify(alert) })),
    })
    await sendPacked(kafka, topic, alerts)
  }
}

/** @param {NodeJS.ProcessEnv} env @param {number} count */
async function incidentsOf(env, count) {
  const client = await new MongoClient(env.MONGODB_URI ?? '').connect()
  try {
    for (const deadline = Date.now() + WAIT_MS; ; await delay(200)) {
      const found = await client.db().collection('incidents').find({ plant: 'loud' }).toArray()
      const alerts = found.reduce((sum, incident) => sum + incident.alerts, 0)
      if (alerts >= count || Date.now() > deadline) return { incidents: found.length, alerts }
    }
  } finally {
    await client.close()
  }
}
