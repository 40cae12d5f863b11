import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { TICK_HEADER, TOPICS, writeTick, type Alert, type Measurement, type StandingAlarm } from '@genba/contracts'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { ask, build, kill, leave, start, type House } from '../../../test/house.js'
import { until } from '../../../test/stack.js'

jest.setTimeout(180_000)

const START = Date.parse('2026-05-18T07:00:00Z')
const MINUTE = 60_000
const PLANT = 'p1'
const DETECTORS = `v: 1
plant: ${PLANT}
lateness: 2s
detectors:
  - { id: heartbeat, detect: silent, tags: ['**'], period: 10s, missed: 3 }
  - { id: named, detect: silent, tags: [valve.position], zones: [press], period: 10s, missed: 3 }
`

let engines: TestEngines
let house: House
const houses: House[] = []
const detectors = mkdtempSync(join(tmpdir(), 'genba-quiet-'))

beforeAll(async () => {
  writeFileSync(join(detectors, `${PLANT}.yml`), DETECTORS)
  engines = await testEngines('quiet')
  house = await build(engines, 'quiet', { DETECTORS_DIR: detectors })
  houses.push(house)
})

afterAll(async () => {
  await leave(houses)
  await engines.stop()
  rmSync(detectors, { recursive: true })
}, 60_000)

/** As each ingest does, at a time of the spec's own. */
async function tick(at: number): Promise<void> {
  const producer = await house.kafka.connectProducer()
  const headers = { [TICK_HEADER]: writeTick(at) }
  for (const topic of ['alert.v1', 'measurement.v1'] as const)
    await producer.send({
      topic: house.kafka.topicName(topic),
      acks: -1,
      messages: Array.from({ length: TOPICS[topic].partitions }, (_, partition) => ({
        partition,
        value: null,
        headers,
      })),
    })
}

const alarmOf = async (id: string) =>
  (await house.mongo.collection<StandingAlarm>('alarms').findById(`${PLANT}/${id}`).lean())?.state.at
const becomes = (id: string, at: string) =>
  until(
    `${id} to be ${at}`,
    async () => (await alarmOf(id)) === at,
    30_000,
    () => house.said,
  )

test('a shelf ends, an alarm falls silent, the only sensor of a zone and one of a zone that was never heard are told to be silent although nobody reports anything', async () => {
  await start(house)
  const told = { v: 1, plant: PLANT, reason: 'door sensor is loose', by: 'operator', at: START } as const
  const cover = { ...told, kind: 'shelf', id: 'shelf-1', zone: 'oa', rule: 'r:door', from: START, until: START + 5 * MINUTE } as const // prettier-ignore
  await house.kafka.send('lifecycle.v1', [{ key: PLANT, value: { ...told, id: 'l-1', to: 'covered', cover } }])
  let sent = 0
  await until(
    'the alarm to be shelved',
    async () => {
      sent++
      await house.kafka.send('alert.v1', [{ key: `${PLANT}/oa`, value: door(sent) }])
      return (await alarmOf('oa/-/r:door')) === 'shelved'
    },
    30_000,
  )
  await house.kafka.send('measurement.v1', [{ key: `${PLANT}/line-1`, value: sample() }])
  await tick(START)
  await kill(house)
  await start(house)

  await tick(START + 8 * MINUTE)
  await becomes('oa/-/r:door', 'unacknowledged')
  await becomes('line-1/-/anomaly:silent/pump.flow/heartbeat', 'unacknowledged')
  await becomes('press/-/anomaly:silent/valve.position/named', 'unacknowledged')

  await tick(START + 40 * MINUTE)
  await becomes('oa/-/r:door', 'returnedUnacknowledged')
  const metrics = await (await ask(house, '/metrics')).text()
  expect(metrics).not.toMatch(/genba_correlator_(unreadable|broken)_total\{[^}]*\} [1-9]/)
})

test('alarms that a killed process had in its checkpoint and not yet in the database are written, although nothing comes any more', async () => {
  const left = await build(engines, 'left')
  houses.push(left)
  const alarms = left.mongo.collection<StandingAlarm>('alarms')
  const isWritten = async () => (await alarms.countDocuments()) === 1
  await start(left)
  await left.kafka.send('alert.v1', [{ key: `${PLANT}/oa`, value: door(1) }])
  await until('the alarm to be written', isWritten, 30_000)
  const ended = once(left.child!, 'exit')
  left.child!.kill('SIGTERM')
  await ended
  await forgetWritten(left)
  await alarms.deleteMany({})
  await start(left)
  await until('the alarm to be written again', isWritten, 30_000, () => left.said)
})

/** The last checkpoint covers the whole log, none of it is read again, and its alarms are as if they had not been written. */
async function forgetWritten({ env, kafka, mongo }: House): Promise<void> {
  const bounds = await kafka.boundsOf('alert.v1')
  const admin = kafka.admin()
  await admin.connect()
  await admin.setOffsets({
    groupId: `${env['GENBA_PREFIX']}genba-correlator-zones`,
    topic: kafka.topicName('alert.v1'),
    partitions: [...bounds].map(([partition, { end }]) => ({ partition, offset: String(end) })),
  })
  await admin.disconnect()
  const heads = mongo.collection<{ packed: { buffer: Uint8Array } }>('checkpoints').collection
  const [head] = await heads.find({ packed: { $exists: true } }).toArray()
  const state = JSON.parse(gunzipSync(head!.packed.buffer).toString()) as { alarms: { used: number; dirty: number[] } }
  expect(state.alarms).toMatchObject({ used: 1, dirty: [] })
  state.alarms.dirty = [0]
  await heads.updateOne({ _id: head!._id }, { $set: { packed: gzipSync(JSON.stringify(state)) } })
}

const door = (n: number): Alert => ({
  v: 1,
  id: `a-${n}`,
  source: 's',
  sensor: 'ids-1',
  plant: PLANT,
  zone: 'oa',
  at: START + n,
  receivedAt: START + n,
  clock: 'source',
  kind: 'network',
  rule: 'r:door',
  name: 'door open',
  severity: 20,
  fields: {},
})

const sample = (): Measurement => ({
  v: 1,
  id: 'm-1',
  source: 'historian',
  plant: PLANT,
  zone: 'line-1',
  tag: 'pump.flow',
  kind: 'measured',
  value: 4,
  quality: 'good',
  at: START,
  receivedAt: START,
})
