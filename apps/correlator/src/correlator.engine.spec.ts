import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { PACK_HEADER, packAlerts, Incident, type Alarm, type Alert, type Plant } from '@genba/contracts'
import { Kafka, Mongo, PlatformModule, readConfig, type Stored } from '@genba/platform'
import { Test, type TestingModule } from '@nestjs/testing'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { until } from '../../../test/stack.js'
import { CorrelatorConfig } from './config.js'

jest.setTimeout(180_000)

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const START = Date.parse('2026-05-18T07:00:00Z')
const PLANT = 'p1'
const ZONES = ['supervision', 'line-1', 'line-2', 'oa']

let engines: TestEngines
const houses: House[] = []

/** One installation: topics, database and correlator of its own. */
type House = {
  env: NodeJS.ProcessEnv
  module: TestingModule
  kafka: Kafka
  mongo: Mongo
  child?: ChildProcess
  said: string
}

beforeAll(async () => {
  engines = await testEngines('correlator')
})

afterAll(async () => {
  for (const { child, module } of houses) {
    child?.kill('SIGKILL')
    await module.close()
  }
  await engines.stop()
}, 60_000)

async function build(name: string, port: number): Promise<House> {
  const uri = new URL(engines.env.MONGODB_URI)
  uri.pathname += name
  const env = {
    ...engines.env,
    GENBA_PREFIX: `${engines.env.GENBA_PREFIX}${name}.`,
    MONGODB_URI: uri.toString(),
    CORRELATOR_PORT: String(port),
    CHECKPOINT_MS: '400',
    TELL_MS: '100',
    LOG_LEVEL: 'warn',
  }
  const module = await Test.createTestingModule({
    imports: [PlatformModule.for('correlator-spec', readConfig(CorrelatorConfig, env))],
  }).compile()
  await module.init()
  const house: House = { env, module, kafka: module.get(Kafka), mongo: module.get(Mongo), said: '' }
  houses.push(house)
  await house.kafka.createTopics()
  await house.mongo.createCollections()
  await house.mongo.collection<Plant>('plants').collection.insertOne({ _id: PLANT, ...plant() } as never)
  return house
}

async function start(house: House): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { ...process.env, ...house.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  house.child = child
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (house.said += chunk.toString()))
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`the correlator ended with ${child.exitCode}:\n${house.said}`)
    return (
      (await fetch(`http://127.0.0.1:${house.env['CORRELATOR_PORT']}/ready`).catch(() => undefined))?.status === 200
    )
  }
  await until('the correlator to be ready', ready, 60_000, () => house.said)
}

async function kill({ child }: House): Promise<void> {
  child?.kill('SIGKILL')
  if (child?.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const send = (house: House, alerts: readonly Alert[]) =>
  house.kafka.send(
    'alert.v1',
    alerts.map((alert) => ({ key: `${alert.plant}/${alert.zone}`, value: alert })),
  )

async function sendPacked({ kafka }: House, alerts: readonly Alert[]): Promise<void> {
  const byZone = new Map<string, Alert[]>()
  for (const alert of alerts) {
    const key = `${alert.plant}/${alert.zone}`
    byZone.set(key, [...(byZone.get(key) ?? []), alert])
  }
  const producer = await kafka.connectProducer()
  const messages = [...byZone].flatMap(([key, own]) =>
    packAlerts(own).map(({ value, count }) => ({ key, value, headers: { [PACK_HEADER]: String(count) } })),
  )
  await producer.send({ topic: kafka.topicName('alert.v1'), acks: -1, messages })
}

async function facts({ mongo }: House) {
  const incidents = await mongo.collection<Incident>('incidents').find().lean<Stored<Incident>[]>()
  const alarms = await mongo.collection<Alarm>('alarms').find().lean<Stored<Alarm>[]>()
  return {
    incidents: incidents
      .map(({ zones, alerts, signals, groups, spread }) => ({
        zones,
        alerts,
        spread: spread.map(({ from, zone, conduit }) => `${from}>${zone} ${conduit}`),
        signals: signals.map(({ id, revision, count, lastAt }) => `${id} r${revision} ${count} ${lastAt}`).sort(),
        groups: groups.map(({ zone, rule, count }) => `${zone} ${rule} ${count}`).sort(),
      }))
      .sort((a, b) => a.zones.join().localeCompare(b.zones.join())),
    alarms: alarms.map(({ _id, count, lastAt }) => `${_id} ${count} ${lastAt}`).sort(),
  }
}

test('a rule that is not valid keeps the correlator from starting and is named with its line', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'genba-rules-'))
  writeFileSync(
    `${dir}/bad.yml`,
    'name: a\ntitle: a\ncorrelation:\n  type: event_count\n  rules: [b]\n  timespan: 5x\n  condition: { gte: 1 }\n',
  )
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...engines.env, RULES_DIR: dir },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number]
  rmSync(dir, { recursive: true })
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(/bad\.yml:5 rule "b" is not in these files/) as unknown,
  })
})

describe('an attack that goes through a plant', () => {
  const alerts = attack()
  let quiet: House
  let undisturbed: Awaited<ReturnType<typeof facts>>

  beforeAll(async () => {
    quiet = await build('quiet', 46_821)
    await start(quiet)
    for (let from = 0; from < alerts.length; from += 200) await send(quiet, alerts.slice(from, from + 200))
    await settle(quiet)
    undisturbed = await facts(quiet)
  })

  test('becomes one incident with its path, and the noise beside it another or none', () => {
    expect(undisturbed.incidents.map(({ zones }) => zones.join())).toEqual(['line-2', 'supervision,line-1'])
    expect(undisturbed.incidents[1]?.spread).toEqual(['supervision>line-1 supervision-line-1'])
    expect(undisturbed.alarms.reduce((sum, alarm) => sum + Number(alarm.split(' ').at(-2)), 0)).toBe(alerts.length)
  })

  test('is told as incident.v1, each version once and in its order', async () => {
    const told: Incident[] = []
    await quiet.kafka.consume({
      group: 'spec',
      topics: ['incident.v1'],
      onBatch: ({ batch }) =>
        Promise.resolve(
          void told.push(...batch.messages.map(({ value }) => Incident.parse(JSON.parse(value?.toString() ?? '')))),
        ),
    })
    const newest = () => Math.max(0, ...told.map(({ version }) => version))
    const [stored] = await quiet.mongo
      .collection<Incident>('incidents')
      .find()
      .sort({ version: -1 })
      .limit(1)
      .lean<Stored<Incident>[]>()
    await until('the newest version on incident.v1', () => newest() >= (stored?.version ?? 1), 30_000, newest)
    const versions = told.filter(({ id }) => id === stored?.id).map(({ version }) => version)
    expect(versions).toEqual(Array.from({ length: versions.length }, (_, index) => index + 1))
  })

  test('redelivered changes nothing', async () => {
    const versions = async () =>
      (await quiet.mongo.collection<Incident>('incidents').find().lean<Stored<Incident>[]>())
        .map(({ id, version }) => `${id} ${version}`)
        .sort()
    const before = await versions()
    await send(quiet, alerts)
    await settle(quiet)
    expect(await facts(quiet)).toEqual(undisturbed)
    expect(await versions()).toEqual(before)
  })

  test('gives the same incidents and counts in packs, killed between two of them', async () => {
    const house = await build('packed', 46_823)
    await start(house)
    await sendPacked(house, alerts.slice(0, 1_500))
    await kill(house)
    await start(house)
    await sendPacked(house, alerts.slice(1_400))
    await settle(house, 90_000)
    expect(await facts(house)).toEqual(undisturbed)
  })

  test('gives the same incidents and counts when the correlator is killed again and again', async () => {
    const house = await build('killed', 46_822)
    await start(house)
    for (let from = 0, step = 0; from < alerts.length; from += 200, step++) {
      await send(house, alerts.slice(from, from + 200))
      if (step % 4 !== 2) continue
      await new Promise((resolve) => setTimeout(resolve, 150 + step * 40))
      await kill(house)
      await start(house)
    }
    await settle(house, 90_000)
    expect(await facts(house)).toEqual(undisturbed)
  })

  test('closed by a person stays closed, whatever comes late', async () => {
    const incidents = () => quiet.mongo.collection<Incident>('incidents').find().lean<Stored<Incident>[]>()
    const line2 = (await incidents()).find(({ zones }) => zones.includes('line-2')) as Incident
    await quiet.kafka.send('lifecycle.v1', [
      {
        key: PLANT,
        value: {
          v: 1,
          id: 'l-1',
          plant: PLANT,
          incident: line2.id,
          to: 'closed',
          reason: 'test',
          by: 'shift',
          at: Date.now(),
        },
      },
    ])
    await until(
      'the incident to be closed',
      async () => (await incidents()).find(({ id }) => id === line2.id)?.state === 'closed',
    )
    const before = (await incidents()).length
    await send(quiet, [
      alert(99_999, line2.lastAt - START - 1_000, 'line-2', {
        rule: 'r:write',
        name: 'Unauthorized Write Request to a PLC',
        severity: 80,
        dst: { ip: '10.0.2.1' },
      }),
    ])
    await settle(quiet)
    const after = await incidents()
    expect({ count: after.length, state: after.find(({ id }) => id === line2.id)?.state }).toEqual({
      count: before,
      state: 'closed',
    })
    expect(await quiet.mongo.collection('audit').countDocuments({ 'entry.action': 'incident.close' } as never)).toBe(1)
  })
})

/** Waits until every alert is read, kept with its offset, and what follows from it stands still. */
async function settle(house: House, withinMs = 60_000): Promise<void> {
  const admin = house.kafka.admin()
  await admin.connect()
  try {
    const behind = async () => {
      const ends = await Promise.all(
        (['alert.v1', 'signal.v1'] as const).map((topic) => admin.fetchTopicOffsets(house.kafka.topicName(topic))),
      )
      const groups = [
        { group: 'correlator-zones', topic: 'alert.v1' as const },
        { group: 'correlator-incidents', topic: 'signal.v1' as const },
      ]
      const lags = await Promise.all(
        groups.map(async ({ group, topic }, index) => {
          const [read] = await admin.fetchOffsets({
            groupId: `${house.env['GENBA_PREFIX']}genba-${group}`,
            topics: [house.kafka.topicName(topic)],
          })
          return (ends[index] ?? []).reduce(
            (sum, { partition, offset }) =>
              sum +
              Number(offset) -
              Math.max(0, Number(read?.partitions.find((each) => each.partition === partition)?.offset ?? 0)),
            0,
          )
        }),
      )
      return lags
    }
    let lag: number[] = []
    await until(
      'everything to be read',
      // Kafka refuses while it loads the group's coordinator.
      async () => (lag = await behind().catch(() => [Infinity])).every((each) => each === 0),
      withinMs,
      () => `${lag.join()} ${house.said}`,
    )
  } finally {
    await admin.disconnect()
  }
  let last = ''
  await until('the incidents and alarms to stand still', async () => {
    const now = JSON.stringify(await facts(house))
    const isSame = now === last
    last = now
    await new Promise((resolve) => setTimeout(resolve, 500))
    return isSame
  })
}

function alert(n: number, ms: number, zone: string, differs: Partial<Alert>): Alert {
  const at = START + ms
  return {
    v: 1,
    id: `a-${n}`,
    source: 's',
    sensor: 'ids-1',
    plant: PLANT,
    zone,
    at,
    receivedAt: at,
    clock: 'source',
    kind: 'network',
    rule: 'r:noise',
    name: 'late packet',
    severity: 20,
    fields: {},
    ...differs,
  }
}

/** Supervision is scanned and written to, from there line 1; line 2 has a critical alert again and again; noise everywhere. */
function attack(): Alert[] {
  const alerts: Alert[] = []
  const add = (ms: number, zone: string, differs: Partial<Alert>) =>
    alerts.push(alert(alerts.length, ms, zone, differs))
  for (let index = 0; index < 2_400; index++)
    add(index * 250, ZONES[index % 4] as string, { asset: `plc-${index % 7}`, rule: `r:noise-${index % 3}` })
  const scan = { name: 'SCADA_IDS: Modbus TCP - Function Code Scan', rule: 'r:scan', severity: 50 }
  const write = { name: 'SCADA_IDS: Modbus TCP - Unauthorized Write Request to a PLC', rule: 'r:write', severity: 80 }
  for (let index = 0; index < 40; index++) {
    const from = { src: { ip: '10.0.9.9' }, dst: { ip: '10.0.40.10' } }
    const onward = { src: { ip: '10.0.40.10' }, dst: { ip: '10.0.61.11' } }
    add(30_000 + index * 2_000, 'supervision', { ...(index < 10 ? scan : write), ...from })
    add(150_000 + index * 3_000, 'line-1', { ...(index < 10 ? scan : write), ...onward })
    add(200_000 + index * 1_000, 'line-2', { ...write, src: { ip: '10.0.2.99' }, dst: { ip: '10.0.2.1' } })
  }
  return alerts.sort((a, b) => a.at - b.at)
}

function plant(): Plant {
  const level = { bc: 'low', s: 'low', q: 'low', d: 'low', c: 'low' } as const
  const named = (text: string) => ({ ja: text, en: text })
  return {
    v: 1,
    id: PLANT,
    name: named(PLANT),
    timeZone: 'Asia/Tokyo',
    state: 'running',
    networks: [{ id: 'all', name: named('all'), kind: 'equipment' }],
    zones: ZONES.map((id) => ({ id, name: named(id), network: 'all', importance: level, addresses: [] })),
    conduits: ['line-1', 'line-2'].map((to) => ({
      id: `supervision-${to}`,
      name: named(to),
      from: 'supervision',
      to,
      direction: 'from-to',
      flows: [{ protocol: 'modbus' }],
    })),
    assets: [],
    processes: [],
    data: [],
  }
}
