import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals'
import { Alert, type Alarm, type Measurement } from '@genba/contracts'
import type { Stored } from '@genba/platform'
import { testEngines, type TestEngines } from '../../../../test/engines.js'
import { ask, build, kill, leave, refuse, settle as settleGroups, start, type House } from '../../../../test/house.js'
import { until } from '../../../../test/stack.js'

jest.setTimeout(180_000)

const START = Date.parse('2026-05-18T07:00:00Z')
const PLANT = 'p1'
const ZONES = ['line-1', 'line-2', 'line-3', 'line-4', 'line-5']
const HEADS = [1, 2, 3, 4]
const PERIOD_MS = 2_000
const SAMPLES = 300
const DETECTORS = `v: 1
plant: ${PLANT}
lateness: 2s
detectors:
  - { id: vacuum, detect: limits, tags: ['*.head*.vacuum'], high: -65, deadband: 3, onDelay: 4s, offDelay: 4s, reAlarm: 1m }
  - { id: setting, detect: change, tags: ['**'] }
`

let engines: TestEngines
const houses: House[] = []
const detectors = mkdtempSync(join(tmpdir(), 'genba-detectors-'))

beforeAll(async () => {
  writeFileSync(join(detectors, `${PLANT}.yml`), DETECTORS)
  engines = await testEngines('measurements')
})

afterAll(async () => {
  await leave(houses)
  await engines.stop()
  rmSync(detectors, { recursive: true })
}, 60_000)

async function open(name: string): Promise<House> {
  // Measurements are read in the first thread: a second one for the alerts would only make each start slower.
  const env = { DETECTORS_DIR: detectors, CHECKPOINT_MS: '100', ZONE_THREADS: '1' }
  const house = await build(engines, name, env)
  houses.push(house)
  await start(house)
  return house
}

const send = (house: House, measurements: readonly Measurement[]) =>
  house.kafka.send(
    'measurement.v1',
    measurements.map((value) => ({ key: `${value.plant}/${value.zone}`, value })),
  )

const alarmsOf = async ({ mongo }: House) =>
  (await mongo.collection<Alarm>('alarms').find().lean<Stored<Alarm>[]>())
    .map(({ _id, count, name, firstAt, lastAt }) => ({ _id, count, name, firstAt, lastAt }))
    .sort((a, b) => (a._id < b._id ? -1 : 1))

/** How far the checkpoints of measurement.v1 have come. */
const keptOf = async ({ mongo }: House) =>
  (await mongo.collection<{ offset: number }>('checkpoints').find().lean<{ _id: string; offset: number }[]>())
    .filter(({ _id }) => _id.startsWith('measurement.v1/'))
    .reduce((sum, { offset }) => sum + offset, 0)

const settle = (house: House, withinMs?: number) =>
  settleGroups(
    house,
    [
      { group: 'correlator-measurements', topic: 'measurement.v1' },
      { group: 'correlator-zones', topic: 'alert.v1' },
    ],
    () => alarmsOf(house),
    withinMs,
  )

/** Everything in alert.v1, repeats too. */
async function alertsIn(house: House, group = 'spec'): Promise<{ key: string; alert: Alert; headers: string[] }[]> {
  const told: { key: string; alert: Alert; headers: string[] }[] = []
  const admin = house.kafka.admin()
  await admin.connect()
  const ends = await admin.fetchTopicOffsets(house.kafka.topicName('alert.v1'))
  await admin.disconnect()
  const consumer = await house.kafka.consume({
    group,
    topics: ['alert.v1'],
    onBatch: ({ batch }) => {
      for (const { key, value, headers } of batch.messages)
        told.push({
          key: String(key),
          alert: Alert.parse(JSON.parse(String(value))),
          headers: Object.keys(headers ?? {}),
        })
      return Promise.resolve()
    },
  })
  const length = ends.reduce((sum, { high }) => sum + Number(high), 0)
  await until(
    `${length} alerts`,
    () => told.length >= length,
    30_000,
    () => told.length,
  )
  await consumer.stop()
  return told
}

/** Alarms are written beside the reading and may be seconds behind it, on a busy machine. */
async function expectAlarms(house: House, alarms: Awaited<ReturnType<typeof alarmsOf>>): Promise<void> {
  const areSame = async () => JSON.stringify(await alarmsOf(house)) === JSON.stringify(alarms)
  await until('the alarms to be written', areSame, 20_000).catch(() => undefined)
  expect(await alarmsOf(house)).toEqual(alarms)
}

const idsOf = (told: Awaited<ReturnType<typeof alertsIn>>) => [...new Set(told.map(({ alert }) => alert.id))].sort()

test('a detectors file that is not valid keeps the correlator from starting and is named with its line', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'genba-bad-detectors-'))
  writeFileSync(join(dir, 'p1.yml'), DETECTORS.replace('onDelay: 4s', 'onDelay: 4x'))
  writeFileSync(join(dir, 'p2.yml'), DETECTORS)
  const { code, said } = await refuse({ ...engines.env, DETECTORS_DIR: dir })
  rmSync(dir, { recursive: true })
  expect(code).toBe(1)
  expect(said).toMatch(/p1\.yml:5 detectors\.0\.onDelay: /)
  expect(said).toMatch(/p2\.yml:2 plant: is "p1"; the file must bear its name/)
})

test('four heads that lose their vacuum are four alarms, whatever is killed meanwhile', async () => {
  const samples = shift()
  const quiet = await open('quiet')
  for (let from = 0; from < samples.length; from += 500) await send(quiet, samples.slice(from, from + 500))
  await settle(quiet)
  const told = await alertsIn(quiet)
  const ids = idsOf(told)
  const alarms = await alarmsOf(quiet)
  await kill(quiet)

  // Nothing was killed, so each is there once. A head is lost for 100 s: begins, stands on after 60 s, returns. And one command.
  expect(told.length).toBe(ids.length)
  expect(ids.length).toBe(ZONES.length * (HEADS.length * 3 + 1))
  for (const { key, alert, headers } of told) {
    expect(key).toBe(`${alert.plant}/${alert.zone}`)
    expect(headers).toEqual([])
    expect(alert.asset).toBe(`${alert.zone}-mounter`)
  }
  expect(alarms.filter(({ _id }) => _id.startsWith('p1/line-1/'))).toEqual([
    expect.objectContaining({
      _id: 'p1/line-1/line-1-mounter/anomaly:change/line-1.head1.vacuum/setting',
      count: 1,
    }),
    ...HEADS.map((head) =>
      expect.objectContaining({
        _id: `p1/line-1/line-1-mounter/anomaly:limits/line-1.head${head}.vacuum/vacuum.high`,
        count: 3,
      }),
    ),
  ])

  const house = await open('killed')
  for (let from = 0, step = 0; from < samples.length; from += 500, step++) {
    const before = await keptOf(house)
    for (let part = from; part < from + 500; part += 100) {
      await send(house, samples.slice(part, Math.min(part + 100, from + 500)))
      await new Promise((resolve) => setTimeout(resolve, 40))
    }
    if (step % 2 !== 1) continue
    // Right behind a checkpoint: what it covers is never read again, so it must have been told before.
    await until('a checkpoint', async () => (await keptOf(house)) > before)
    await kill(house)
    await start(house)
  }
  await settle(house, 90_000)
  expect(idsOf(await alertsIn(house))).toEqual(ids)
  await expectAlarms(house, alarms)

  // The same samples again, as a relay does after a lost answer: late or known, and nothing new comes of them.
  await send(house, samples)
  await settle(house)
  expect(idsOf(await alertsIn(house, 'spec-again'))).toEqual(ids)
  await expectAlarms(house, alarms)
  const metrics = await (await ask(house, '/metrics')).text()
  expect(metrics).toMatch(/genba_correlator_measurements_total\{as="late"\} [1-9]/)
  expect(metrics).toMatch(/genba_correlator_lag\{topic="measurement\.v1",partition="\d"\} 0/)
})

/** Ten minutes of five lines; in each the command to head 1 is rewritten and then every head loses its vacuum for 100 s. */
function shift(): Measurement[] {
  const samples: Measurement[] = []
  for (let n = 0; n < SAMPLES; n++)
    for (const [index, zone] of ZONES.entries()) {
      const at = START + n * PERIOD_MS
      const isLost = n >= 60 + index * 20 && n < 110 + index * 20
      const sample = (tag: string, kind: Measurement['kind'], value: number): Measurement => ({
        v: 1,
        id: `${tag}/${kind}/${n}`,
        source: 'historian',
        plant: PLANT,
        zone,
        asset: `${zone}-mounter`,
        tag,
        kind,
        value,
        unit: 'kPa',
        quality: 'good',
        at,
        receivedAt: at,
      })
      if (n % 5 === 0) samples.push(sample(`${zone}.head1.vacuum`, 'command', n >= 60 + index * 20 ? -42 : -80))
      for (const head of HEADS)
        samples.push(sample(`${zone}.head${head}.vacuum`, 'measured', (isLost ? -45 : -80) + (n % 3) / 10))
    }
  return samples
}
