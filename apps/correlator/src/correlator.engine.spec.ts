import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import {
  PACK_HEADER,
  packAlerts,
  deskKey,
  Incident,
  RulesInForce,
  TOPICS,
  type Alarm,
  type AlarmPosition,
  type Alert,
  type Lifecycle,
  type Plant,
  type StandingAlarm,
} from '@genba/contracts'
import { partitionOf, type Stored } from '@genba/platform'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { build, kill, leave, refuse, settle as settleGroups, start, type House } from '../../../test/house.js'
import { until } from '../../../test/stack.js'

jest.setTimeout(180_000)

const START = Date.parse('2026-05-18T07:00:00Z')
const PLANT = 'p1'
const ZONES = ['supervision', 'line-1', 'line-2', 'oa']

let engines: TestEngines
const houses: House[] = []

beforeAll(async () => {
  engines = await testEngines('correlator')
})

afterAll(async () => {
  await leave(houses)
  await engines.stop()
}, 60_000)

async function open(name: string, env: NodeJS.ProcessEnv = {}): Promise<House> {
  const house = await build(engines, name, env)
  houses.push(house)
  await house.mongo.collection<Plant>('plants').collection.insertOne({ _id: PLANT, ...plant() } as never)
  return house
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
  const { code, said } = await refuse({ ...engines.env, RULES_DIR: dir })
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
    quiet = await open('quiet')
    await start(quiet)
    for (let from = 0; from < alerts.length; from += 200) await send(quiet, alerts.slice(from, from + 200))
    await settleAttack(quiet, alerts.length)
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
    const house = await open('packed')
    await start(house)
    await sendPacked(house, alerts.slice(0, 1_500))
    await kill(house)
    await start(house)
    await sendPacked(house, alerts.slice(1_400))
    await settleAttack(house, alerts.length)
    expect(await facts(house)).toEqual(undisturbed)
    await kill(house)
  })

  test('gives the same incidents and counts when the correlator is killed again and again', async () => {
    const house = await open('killed')
    await start(house)
    for (let from = 0, step = 0; from < alerts.length; from += 200, step++) {
      await send(house, alerts.slice(from, from + 200))
      if (step % 4 !== 2) continue
      await new Promise((resolve) => setTimeout(resolve, 150 + step * 40))
      await kill(house)
      await start(house)
    }
    await settleAttack(house, alerts.length)
    expect(await facts(house)).toEqual(undisturbed)
    await kill(house)
  })

  test('gives the same when rules beside it come and go meanwhile, one of them faulty, and the correlator is killed', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'genba-own-rules-'))
    const house = await open('reloaded', { RULES_DIR: dir, RULES_POLL_MS: '50' })
    await start(house)
    const told = async () => RulesInForce.parse(await house.mongo.collection('rulePacks').findById('in-force').lean())
    const first = (await told()).hash
    await send(house, alerts.slice(0, 1_000))
    // Its name puts it in front of the others: every rule of the pack moves.
    writeFileSync(join(dir, '0-own.yml'), OWN_RULE)
    await until('the changed rules to be in force', async () => Object.keys((await told()).from).length > 0, 30_000)
    const changed = await told()
    expect(changed).toMatchObject({ hash: expect.not.stringMatching(first) as unknown })
    expect(changed.rules).toBeGreaterThan(40)
    await send(house, alerts.slice(1_000, 1_600))
    writeFileSync(join(dir, '1-bad.yml'), OWN_RULE.replace('5m', '5x').replaceAll('never', 'nowhere'))
    await until('the faulty rules to be refused', async () => (await told()).refused !== undefined, 30_000)
    expect(await told()).toMatchObject({
      hash: changed.hash,
      refused: { faults: [expect.stringMatching(/1-bad\.yml:11 timespan "5x"/) as unknown] },
    })
    rmSync(join(dir, '1-bad.yml'))
    await until('the refusal to be over', async () => (await told()).refused === undefined, 30_000)
    await send(house, alerts.slice(1_600, 2_000))
    await kill(house)
    writeFileSync(join(dir, '0-own.yml'), '# no rule any more\n')
    await start(house)
    await send(house, alerts.slice(1_900))
    await settleAttack(house, alerts.length)
    expect(await facts(house)).toEqual(undisturbed)
    expect((await told()).hash).not.toBe(changed.hash)
    await kill(house)
    rmSync(dir, { recursive: true })
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

test('an alarm is shelved, counted behind the shelf over a restart, comes back when it is returned, and is acknowledged', async () => {
  const house = await open('shelved')
  await start(house)
  const told = { v: 1, plant: PLANT, reason: 'door sensor is loose', by: 'operator', at: START } as const
  const cover = { kind: 'shelf', ...told, id: 'shelf-1', zone: 'oa', rule: 'r:door', from: START } as const
  const tell = (value: Lifecycle) => house.kafka.send('lifecycle.v1', [{ key: PLANT, value }])
  const shelve = (id: string, until: number) => tell({ ...told, id, to: 'covered', cover: { ...cover, until } })
  const stateOf = async () =>
    (await house.mongo.collection<StandingAlarm>('alarms').findById(`${PLANT}/oa/-/r:door`).lean())?.state
  const position = () => house.mongo.collection<AlarmPosition>('positions').findById(`${PLANT}/oa`).lean()
  let sent = 0
  const stands = (ms: number, at: string) =>
    until(
      `the alarm to be ${at}`,
      async () => {
        await send(house, [alert(sent++, ms + sent, 'oa', { rule: 'r:door', name: 'door open' })])
        return (await stateOf())?.at === at
      },
      30_000,
    )
  await shelve('l-1', START + 600_000)
  await stands(60_000, 'shelved')
  expect(await stateOf()).toMatchObject({ by: 'shelf-1', condition: 'active' })
  await kill(house)
  await start(house)
  await send(house, [alert(sent++, 90_000, 'oa', { rule: 'r:door', name: 'door open' })])
  const sumOf = (told: Pick<AlarmPosition, 'counts'> | null) =>
    Object.values(told?.counts ?? {}).reduce((sum, count) => sum + count, 0)
  const counted = async () => sumOf(await position())
  await until('all alerts to be told', async () => (await counted()) === sent)
  // The very first ones may have come before the shelf was known.
  expect((await position())?.hidden).toMatchObject([
    { kind: 'shelf', id: 'shelf-1', alerts: (await position())?.counts.shelved, full: 0 },
  ])
  await shelve('l-2', START + 100_000)
  await stands(120_000, 'unacknowledged')
  await tell({ ...told, id: 'l-3', at: START + 130_000, to: 'acknowledged', alarm: `${PLANT}/oa/-/r:door` })
  await until('the alarm to be acknowledged', async () => (await stateOf())?.at === 'acknowledged', 30_000)

  await until('all alerts to be told again', async () => (await counted()) === sent)

  // The zone comes to a desk, so its alerts come to another partition from now on.
  const { partitions } = TOPICS['alert.v1']
  const isElsewhere = (id: string) =>
    partitionOf(deskKey(PLANT, id), partitions) !== partitionOf(`${PLANT}/oa`, partitions)
  const desk = ['hall', 'gate', 'roof'].find(isElsewhere) as string
  const positions = [{ id: desk, name: { ja: '操作卓', en: 'Desk' }, zones: ['oa'] }]
  await house.mongo
    .collection<Plant>('plants')
    .collection.updateOne({ _id: PLANT as never }, { $set: { alarms: { suppression: [], latched: [], positions } } })
  const key = deskKey(PLANT, desk)
  const ofDesk = () => house.mongo.collection<AlarmPosition>('positions').findById(key).lean()
  const before = await position()
  await until('the desk to be told', async () => {
    const value = alert(sent++, 140_000 + sent, 'oa', { rule: 'r:door', name: 'door open' })
    await house.kafka.send('alert.v1', [{ key, value }])
    return (await ofDesk()) !== null
  })
  const alarm = () => house.mongo.collection<StandingAlarm>('alarms').findById(`${PLANT}/oa/-/r:door`).lean()
  await until('each alert to be counted once', async () => (await alarm())?.count === sent)
  await until('the desk to have the rest of them', async () => sumOf(await ofDesk()) + sumOf(before) === sent)
  expect(await ofDesk()).toMatchObject({ desk, zones: ['oa'], flood: { at: 'quiet' } })
  expect(await position()).toEqual(before)
})

const OWN_RULE = `name: never
detection:
  s: { name: nothing has this name }
  condition: s
---
name: never-twice
title: never twice
correlation:
  type: event_count
  rules: [never]
  timespan: 5m
  condition: { gte: 2 }
`

/** Counts in alarms are written in their own time: on a busy machine they stand still for seconds before the last ones come. */
async function settleAttack(house: House, alerts: number): Promise<void> {
  const counted = async () => {
    const alarms = await house.mongo.collection<Alarm>('alarms').find().lean<Stored<Alarm>[]>()
    return alarms.reduce((sum, { count }) => sum + count, 0)
  }
  await until('each alert of the attack to be counted', async () => (await counted()) >= alerts, 90_000)
  await settle(house, 90_000)
}

const settle = (house: House, withinMs?: number) =>
  settleGroups(
    house,
    [
      { group: 'correlator-zones', topic: 'alert.v1' },
      { group: 'correlator-incidents', topic: 'signal.v1' },
    ],
    () => facts(house),
    withinMs,
  )

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
