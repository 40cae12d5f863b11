import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs'
import { createConnection } from 'mongoose'
import { startEngines } from './engines.mjs'

const WRITERS = 8
const WRITES_BEFORE_KILL = 1_000
const ROUNDS = 3

let dir: string
let engines: Awaited<ReturnType<typeof startEngines>>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'genba-engines-'))
  engines = await startEngines({ dir, env: { ...process.env, KAFKA_BROKERS: '', MONGODB_URI: '', REDIS_URL: '' } })
}, 120_000)

afterAll(async () => {
  await engines?.stop()
  await rm(dir, { recursive: true, force: true })
}, 60_000)

test('a message sent before Kafka is killed is there after it is started again', async () => {
  await withKafka(async (admin, producer) => {
    await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] })
    await producer.send({ topic: 'kept', acks: -1, messages: [{ value: 'line 3 stopped' }] })
  })
  await engines.parts.kafka!.kill()
  await engines.parts.kafka!.start()
  await withKafka(async (admin) => {
    expect(await admin.fetchTopicOffsets('kept')).toMatchObject([{ partition: 0, high: '1' }])
  })
}, 60_000)

test('a database killed under write load loses nothing that it acknowledged', async () => {
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await writeUntilKilled(`${round}`, acknowledged)
    await engines.parts.mongo!.start()
  }
  const connection = await createConnection(engines.env.MONGODB_URI).asPromise()
  const found = await connection.collection<{ _id: string }>('kept').find().toArray()
  await connection.close()
  const ids = new Set(found.map(({ _id }) => _id))
  console.info(`${acknowledged.length} writes acknowledged, ${found.length} found after ${ROUNDS} kills`)
  expect(acknowledged.length).toBeGreaterThan(100)
  expect(acknowledged.filter((id) => !ids.has(id))).toEqual([])
}, 120_000)

async function withKafka(work: (admin: Admin, producer: Producer) => Promise<void>): Promise<void> {
  const kafka = new Kafka({ brokers: [engines.env.KAFKA_BROKERS], logLevel: logLevel.NOTHING })
  const admin = kafka.admin()
  const producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
  await work(admin, producer)
  await Promise.all([admin.disconnect(), producer.disconnect()])
}

async function writeUntilKilled(round: string, acknowledged: string[]): Promise<void> {
  const connection = await createConnection(engines.env.MONGODB_URI, { serverSelectionTimeoutMS: 500 }).asPromise()
  const collection = connection.collection<{ _id: string; pad: string }>('kept')
  const killAt = acknowledged.length + WRITES_BEFORE_KILL
  let killed: Promise<void> | undefined
  const write = async (writer: number) => {
    for (let i = 0; ; i++) {
      const _id = `${round}/${writer}/${i}`
      await collection.insertOne({ _id, pad: 'x'.repeat(500) })
      acknowledged.push(_id)
      // The other writers are in the middle of theirs.
      if (acknowledged.length >= killAt) killed ??= engines.parts.mongo!.kill()
    }
  }
  await Promise.allSettled(Array.from({ length: WRITERS }, (_, writer) => write(writer)))
  await killed
  await connection.close()
}
