// @ts-check
// What bare kafkajs does on this machine in this run: the floor that every figure is a ratio to.
import { Kafka, logLevel } from 'kafkajs'

const BATCH = 1_000
const IN_FLIGHT = 4

/** @param {string} brokers */
export const connect = (brokers) =>
  new Kafka({ clientId: 'floor', brokers: brokers.split(','), logLevel: logLevel.NOTHING })

/**
 * Sends values with JSON.stringify; answers messages per second.
 * @template T @param {Kafka} kafka @param {string} topic @param {T[]} values @param {(value: T) => string} keyOf
 */
export async function floorProducer(kafka, topic, values, keyOf) {
  const producer = kafka.producer({ allowAutoTopicCreation: false })
  await producer.connect()
  await producer.send({ topic, messages: [{ key: '-', value: '{"v":0}' }] })
  const began = performance.now()
  let next = 0
  const lane = async () => {
    while (next < values.length) {
      const slice = values.slice(next, (next += BATCH))
      await producer.send({
        topic,
        acks: -1,
        messages: slice.map((value) => ({ key: keyOf(value), value: JSON.stringify(value) })),
      })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  const rate = (values.length / (performance.now() - began)) * 1_000
  await producer.disconnect()
  return rate
}

/**
 * Consumes with eachBatch and JSON.parse and nothing else; answers messages per second and the microseconds of processor time of each, without
 * the first `warm`.
 * @param {Kafka} kafka @param {string} topic @param {number} count
 */
export async function floorConsumer(kafka, topic, count, warm = 0) {
  const consumer = kafka.consumer({
    groupId: `floor-${topic}-${Date.now()}`,
    maxWaitTimeInMs: 100,
    maxBytesPerPartition: 4_194_304,
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  let seen = 0
  let began = 0
  let before = 0
  let cpu = process.cpuUsage()
  const told = await new Promise((resolve) => {
    void consumer.run({
      partitionsConsumedConcurrently: 3,
      eachBatch: ({ batch }) => {
        if (began === 0 && seen >= warm) {
          began = performance.now()
          before = seen
          cpu = process.cpuUsage()
        }
        for (const message of batch.messages) if (JSON.parse(String(message.value)).v !== 0) seen++
        if (seen >= count) {
          const { user, system } = process.cpuUsage(cpu)
          const counted = seen - before
          resolve({ rate: (counted / (performance.now() - began)) * 1_000, cpuMicros: (user + system) / counted })
        }
        return Promise.resolve()
      },
    })
  })
  await consumer.disconnect()
  return /** @type {{ rate: number, cpuMicros: number }} */ (told)
}
