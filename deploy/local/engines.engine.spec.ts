import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs'
import { createConnection } from 'mongoose'
import { startEngines } from './engines.mjs'
import { HERE } from './home.mjs'
import { ensureEngineJars } from './install.mjs'

const WRITERS = 8
const WRITES_BEFORE_KILL = 1_000
const ROUNDS = 3
const SERIALIZED = 300

let dir: string
let engines: Awaited<ReturnType<typeof startEngines>>

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'genba-engines-'))
  await writeSerializedFile(join(dir, 'mongo'))
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

test('a search that decodes only the fields that decide finds and shows what one that decodes all does', async () => {
  const connection = await createConnection(engines.env.MONGODB_URI).asPromise()
  const lines = connection.collection<{ _id: string }>('searched')
  await lines.insertMany(Array.from({ length: 40 }, (_, n) => searched(n)))
  const decodesAll = { $expr: { $gte: ['$n', 0] } }
  let found = 0
  for (const filter of FILTERS)
    for (const sort of SORTS)
      for (const projection of SHOWN) {
        const ask = (of: object) => lines.find(of, { projection }).sort(sort).skip(1).limit(9).toArray()
        const [part, whole] = await Promise.all([ask(filter), ask({ $and: [filter, decodesAll] })])
        expect({ filter, sort, projection, part }).toEqual({ filter, sort, projection, part: whole })
        found += part.length
      }
  expect(found).toBeGreaterThan(500)
  await connection.close()
}, 60_000)

const searched = (n: number) => ({
  ...{
    _id: `line/${(n * 7) % 40}`,
    n,
    half: n / 2,
    at: new Date(n * 1e6),
    name: `工場 ${n % 4}`,
    none: n % 2 ? null : 1,
  },
  ...{ tags: [`a${n % 3}`, `b${n % 5}`], at2: { steps: [{ q: n % 4 }, { q: n % 7, by: 'x' }], deep: { n: n % 6 } } },
  ...(n % 3 ? { big: n * 2 ** 33, bytes: Buffer.from([n]) } : {}),
})
const FILTERS = [
  ...[{}, { n: { $gt: 9 } }, { tags: 'a1' }, { 'at2.steps.q': 3 }, { 'at2.steps.1.q': { $in: [1, 2] } }],
  ...[{ big: { $exists: false } }, { none: null }, { name: /2$/ }, { at: { $lte: new Date(9e6) } }],
  { $or: [{ n: 5 }, { $and: [{ half: { $lt: 12 } }, { $nor: [{ tags: 'b1' }] }] }] },
]
const SORTS = [{ n: -1 }, { 'at2.deep.n': 1, _id: -1 }, { $natural: -1 }] as Record<string, 1 | -1>[]
const SHOWN = [{}, { n: 1 }, { 'at2.steps.q': 1, name: 1 }, { _id: 0, tags: 1 }, { at2: 0 }]

test('a database file from before documents were BSON opens with all that is in it, and its indexes hold', async () => {
  const connection = await createConnection(engines.env.MONGODB_URI).asPromise()
  const lines = connection.collection<{ _id: string; plant: string; serial: number; steps: { n: number }[] }>(
    'serialized',
  )
  const numbers = Array.from({ length: SERIALIZED }, (_, n) => n)
  const read = async () => {
    const by = { id: numbers.map((n) => ({ _id: `line/${n}` })), serial: numbers.map((serial) => ({ serial })) }
    const pair = numbers.map((serial) => ({ plant: '工場', serial }))
    return Promise.all([...by.id, ...by.serial, ...pair].map((filter) => lines.findOne(filter as never)))
  }
  const whole = numbers.map((n) => ({ _id: `line/${n}`, plant: '工場', serial: n, steps: [{ n }] }))
  expect(await read()).toEqual([...whole, ...whole, ...whole])
  await expect(lines.insertOne({ _id: 'line/7', plant: 'other', serial: -1, steps: [] })).rejects.toThrow('E11000')
  await expect(lines.insertOne({ _id: 'new', plant: 'other', serial: 7, steps: [] })).rejects.toThrow('E11000')
  await lines.updateOne({ _id: 'line/7' }, { $set: { serial: SERIALIZED } })
  await lines.insertOne({ _id: 'new', plant: '工場', serial: 7, steps: [] })
  await connection.close()

  await engines.parts.mongo!.restart()
  const again = await createConnection(engines.env.MONGODB_URI).asPromise()
  const found = again.collection<{ _id: string }>('serialized').find({ serial: { $in: [7, SERIALIZED] } })
  expect((await found.toArray()).map(({ _id }) => _id).sort()).toEqual(['line/7', 'new'])
  await again.close()
}, 60_000)

/** What an installation from before has in this folder. */
async function writeSerializedFile(folder: string): Promise<void> {
  const { java, mongo } = await ensureEngineJars()
  await mkdir(folder, { recursive: true })
  const source = join(HERE, 'mongo', 'SerializedFile.java')
  const quiet = '-Dslf4j.internal.verbosity=ERROR'
  await promisify(execFile)(java, [quiet, '-cp', mongo, source, join(folder, 'genba.mv'), String(SERIALIZED)])
}

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
