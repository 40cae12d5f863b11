import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { Test, type TestingModule } from '@nestjs/testing'
import { Refused, type IncidentLifecycle } from '@genba/contracts'
import { z } from 'zod'
import { testEngines, type TestEngines } from '../../../../test/engines.js'
import { AuditChain } from '../audit/audit-chain.js'
import { EngineConfig, readConfig } from '../config/config.js'
import { Kafka } from '../kafka/kafka.js'
import { PlatformModule } from '../platform.module.js'
import { LOG } from '../tokens.js'
import { Mongo } from './mongo.js'
import type { Told } from './outbox.js'
import { VersionedStore } from './versioned.store.js'

const Thing = z.object({ id: z.string(), version: z.number(), text: z.string(), note: z.string().optional() })
type Thing = z.infer<typeof Thing>
const lifecycle = (id: string): IncidentLifecycle => ({
  v: 1,
  id,
  plant: 'p',
  incident: 'i',
  to: 'closed',
  reason: 'r',
  by: 'me',
  at: 1,
})
const told = (id: string): Told[] => [
  { id, topic: 'lifecycle.v1', key: 'p', value: lifecycle(id) },
  { id: `${id}-audit`, audit: { at: 1, by: 'me', action: 'thing.change', subject: id, detail: { n: 1 } } },
]

let engines: TestEngines
let module: TestingModule
let store: VersionedStore<Thing>
let heard: string[]

beforeAll(async () => {
  engines = await testEngines('store')
  module = await Test.createTestingModule({
    imports: [PlatformModule.for('test', readConfig(EngineConfig, engines.env))],
  }).compile()
  await module.init()
  await module.get(Kafka).createTopics()
  await module.get(Mongo).createCollections()
  store = new VersionedStore<Thing>(
    module.get(Mongo),
    'responses',
    Thing,
    module.get(Kafka),
    module.get(AuditChain),
    module.get(LOG),
  )
  heard = []
  await module.get(Kafka).consume({
    group: 'store-spec',
    topics: ['lifecycle.v1'],
    onBatch: ({ batch }) => {
      heard.push(...batch.messages.map((message) => (JSON.parse(String(message.value)) as IncidentLifecycle).id))
      return Promise.resolve()
    },
  })
}, 60_000)

afterAll(async () => {
  await module.close()
  await engines.stop()
})

async function until(what: string, isTrue: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isTrue();) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; heard ${heard.join()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('a versioned store', () => {
  test('of many that save from one version exactly one wins, and what it told arrives once', async () => {
    const first = await store.insert({ id: 'a', version: 0, text: 'new' }, told('a0'))
    expect(first?.version).toBe(1)
    expect(await store.insert({ id: 'a', version: 0, text: 'again' }, told('a0-again'))).toBeUndefined()
    const racers = Array.from({ length: 20 }, (_, n) =>
      store.save({ ...(first as Thing), text: `racer ${n}` }, told(`race-${n}`)),
    )
    const results = await Promise.allSettled(racers)
    const won = results.flatMap((result, n) => (result.status === 'fulfilled' ? [n] : []))
    expect(won).toHaveLength(1)
    for (const result of results)
      if (result.status === 'rejected') expect((result.reason as Refused).code).toBe('CHANGED_MEANWHILE')
    expect(await store.get('a')).toEqual({ id: 'a', version: 2, text: `racer ${won[0]}` })
    await until('both messages', () => heard.includes('a0') && heard.includes(`race-${won[0]}`))
    expect(heard.filter((id) => id.startsWith('race-'))).toEqual([`race-${won[0]}`])
  }, 60_000)

  test('what a crash left in the outbox is told by the sweeper, once', async () => {
    await module
      .get(Mongo)
      .connection.collection('responses')
      .insertOne({
        _id: 'crashed' as never,
        id: 'crashed',
        version: 1,
        text: 'saved, not told',
        outbox: told('left-over'),
      })
    await store.sweep()
    await store.sweep()
    await until('the left-over', () => heard.includes('left-over'))
    await store.sweep()
    expect(heard.filter((id) => id === 'left-over')).toHaveLength(1)
    expect(await store.get('crashed')).toEqual({ id: 'crashed', version: 1, text: 'saved, not told' })
  }, 60_000)
})

describe('the audit chain', () => {
  test('keeps each id once however many append, verifies, and names a link that was changed', async () => {
    const [here, there] = [module.get(AuditChain), new AuditChain(module.get(Mongo))]
    const before = await here.verify()
    const entry = (n: number) => ({ at: n, by: 'me', action: 'spec', subject: `s${n}`, detail: { n } })
    await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        Promise.all([here.append(`x${n}`, entry(n)), there.append(`y${n}`, entry(n))]),
      ),
    )
    await here.append('x0', entry(0))
    const count = await here.verify()
    expect(count).toBe(before + 12)
    await module
      .get(Mongo)
      .connection.collection('audit')
      .updateOne({ seq: count - 3, previous: { $exists: true } }, { $set: { 'entry.by': 'somebody else' } })
    await expect(here.verify()).rejects.toThrow(`link ${count - 3}`)
  }, 60_000)

  test.each(['links', 'marks'])('keeps an id once when the database is lost behind its %s', async (lost) => {
    const chain = new AuditChain(module.get(Mongo))
    const { collection } = module.get(Mongo).collection('audit')
    const links = () => collection.countDocuments({ id: `lost-${lost}`, previous: { $exists: true } })
    const entry = { at: 1, by: 'me', action: 'spec', subject: 's', detail: {} }
    await chain.append(`before-${lost}`, entry)
    const insert = collection.insertMany.bind(collection)
    const spy = jest.spyOn(collection, 'insertMany')
    if (lost === 'marks') spy.mockImplementationOnce((documents) => insert(documents))
    spy.mockImplementationOnce(async (documents) => {
      if (lost === 'links') await insert(documents)
      throw new Error('connection lost')
    })
    await expect(chain.append(`lost-${lost}`, entry)).rejects.toThrow('connection lost')
    await chain.append(`lost-${lost}`, entry)
    await chain.append(`lost-${lost}`, entry)
    spy.mockRestore()
    expect(await links()).toBe(1)
  })
})
