import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { NestExpressApplication } from '@nestjs/platform-express'
import {
  Alert,
  DeadLetter,
  IngestAnswer,
  Measurement,
  PACK_HEADER,
  readTick,
  type Source,
  TICK_HEADER,
  type Topic,
  TOPICS,
  unpackAlerts,
} from '@genba/contracts'
import { Kafka, Mongo, readConfig, startApp } from '@genba/platform'
import { readPlant } from '@genba/plant'
import type { KafkaMessage } from 'kafkajs'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { IngestConfig } from './config.js'
import { IngestModule, prepareIngest } from './ingest.module.js'

const KEY = 'k'.repeat(40)
const PLANT = join(import.meta.dirname, '../../../libs/plant/plants/model-factory.yml')
const BODY_MAX_BYTES = 400_000
const source: Source = {
  v: 1,
  name: 'line-ids',
  keyHash: createHash('sha256').update(KEY).digest('hex'),
  plant: 'model-factory',
}

let engines: TestEngines
let app: NestExpressApplication
let url: string
const heard: { topic: Topic; key: string; value: { id: string } }[] = []
const ticks: { partition: string; at: number; bytes: number }[] = []

const start = (env: Record<string, string>) =>
  startApp(IngestModule.for(readConfig(IngestConfig, { ...engines.env, ...env })), { port: 0, prepare: prepareIngest })

beforeAll(async () => {
  engines = await testEngines('ingest')
  app = await start({
    INGEST_BODY_MAX_BYTES: String(BODY_MAX_BYTES),
    INGEST_IN_FLIGHT_MAX_BYTES: String(2 * BODY_MAX_BYTES),
    INGEST_TICK_MS: '200',
  })
  url = await app.getUrl()
  const mongo = app.get(Mongo)
  await mongo.createCollections()
  await app.get(Kafka).createTopics()
  await mongo
    .collection('plants')
    .collection.insertOne({ _id: 'model-factory', ...readPlant(readFileSync(PLANT, 'utf8'), PLANT) } as never)
  await mongo.collection('sources').collection.insertOne({ _id: source.name, ...source } as never)
  await app.get(Kafka).consume({
    group: 'ingest-spec',
    topics: ['alert.v1', 'measurement.v1', 'dead-letter.v1'],
    onBatch: ({ batch }, topic) => {
      const isTick = ({ headers }: KafkaMessage) => headers?.[TICK_HEADER] !== undefined
      for (const { key, value, headers } of batch.messages.filter(isTick)) {
        const text = String(headers?.[TICK_HEADER])
        const bytes = (key?.length ?? 0) + (value?.length ?? 0) + TICK_HEADER.length + text.length
        ticks.push({ partition: `${topic}/${batch.partition}`, at: readTick(text)?.at ?? 0, bytes })
      }
      const records = batch.messages.filter((message) => !isTick(message))
      heard.push(
        ...records.flatMap(({ key, value, headers }) =>
          (headers?.[PACK_HEADER] === undefined
            ? [JSON.parse(String(value)) as { id: string }]
            : unpackAlerts(String(value)).map((packed) => packed.whole())
          ).map((each) => ({ topic, key: String(key), value: each })),
        ),
      )
      return Promise.resolve()
    },
  })
  await until('the source', async () => (await post('[]', 'application/json')).status !== 401)
}, 120_000)

afterAll(async () => {
  await app?.close()
  await engines?.stop()
}, 60_000)

async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await isTrue());) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const post = (
  body: string | Buffer,
  type: string,
  {
    path = '/v1/alerts',
    key = KEY,
    at = url,
    headers = {},
  }: { path?: string; key?: string; at?: string; headers?: Record<string, string> } = {},
) =>
  fetch(`${at}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type, ...headers },
    body: body as never,
  })

const of = (topic: Topic, id: string | undefined) =>
  heard.filter((each) => each.topic === topic && each.value.id === id)

/** A sender that begins the largest body and goes no further; resolves when ingest has let it in. */
async function beginBody(at = url): Promise<Socket> {
  const socket = connect(Number(new URL(at).port), new URL(at).hostname)
  const isIn = new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject))
  socket.write(
    `POST /v1/alerts HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-type: text/plain\r\nexpect: 100-continue\r\ncontent-length: ${BODY_MAX_BYTES}\r\n\r\n`,
  )
  expect(String(await isIn)).toContain('100 Continue')
  return socket
}

describe('ingest', () => {
  test('writes an alert to the desk of its zone in Kafka before it answers, and says its id', async () => {
    const answer = await post(
      JSON.stringify({ id: '1', name: 'CPU stop', severity: 'high', dstIp: '10.10.61.11' }),
      'application/json',
    )
    expect(answer.status).toBe(200)
    const { accepted, ids } = IngestAnswer.parse(await answer.json())
    expect(accepted).toBe(1)
    await until('the alert', () => of('alert.v1', ids[0]).length === 1)
    expect(of('alert.v1', ids[0])[0]!.key).toBe('model-factory/@lines')
    expect(Alert.parse(of('alert.v1', ids[0])[0]!.value)).toMatchObject({
      source: 'line-ids',
      zone: 'line-1',
      asset: 'line-1-mounter-plc',
      severity: 80,
      clock: 'received',
    })
  })

  test('gives a redelivery the same id', async () => {
    const body = JSON.stringify({
      timestamp: '2026-05-18T07:25:00Z',
      event_type: 'alert',
      dest_ip: '10.10.61.11',
      alert: { signature_id: 7, signature: 'x' },
    })
    const [first, second] = await Promise.all(
      [1, 2].map(async () => IngestAnswer.parse(await (await post(body, 'application/json')).json()).ids[0]),
    )
    expect(second).toBe(first)
  })

  test('keeps the good lines of a bad batch, tells them apart, and puts the originals of the others into the dead letters', async () => {
    const answer = await post(
      `{"id":"2","name":"a","severity":1}\n{"name":"b","severity":101}\n{broken\n{"event_type":"dns","timestamp":"x"}`,
      'application/x-ndjson',
    )
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      accepted: 1,
      ignored: { dns: 1 },
      rejected: [{ line: 2, field: 'severity' }, { line: 3 }],
    })
    const letters = () =>
      heard.filter(({ topic }) => topic === 'dead-letter.v1').map(({ value }) => DeadLetter.parse(value))
    await until('the dead letters', () => letters().length >= 2)
    expect(letters().map((letter) => [letter.line, Buffer.from(letter.originalBase64, 'base64').toString()])).toEqual([
      [2, '{"name":"b","severity":101}'],
      [3, '{broken'],
    ])
  })

  test('answers 400 with the place when nothing of a body is good', async () => {
    const answer = await post('[{"name":"x","severity":"loud"}]', 'application/json')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'BAD_INPUT', at: 'line 1, severity', accepted: 0, again: false })
  })

  test('takes measurements, syslog, packed bodies and named formats', async () => {
    const measured = await post(
      '{"tag":"reflow-1.t","kind":"measured","value":241.5,"asset":"line-1-reflow-plc"}',
      'application/x-ndjson',
      { path: '/v1/measurements' },
    )
    const [id] = IngestAnswer.parse(await measured.json()).ids
    await until('the measurement', () => of('measurement.v1', id).length === 1)
    expect(Measurement.parse(of('measurement.v1', id)[0]!.value)).toMatchObject({ zone: 'line-1', quality: 'good' })
    const line = '<34>May 18 07:00:00 10.10.40.10 scada: alarm\n'
    for (const [type, path] of [
      ['text/plain', '/v1/alerts'],
      ['application/octet-stream', '/v1/alerts?format=syslog'],
    ] as const)
      expect(await (await post(line, type, { path })).json()).toMatchObject({ accepted: 1 })
    expect(
      await (await post(gzipSync(line), 'text/plain', { headers: { 'content-encoding': 'gzip' } })).json(),
    ).toMatchObject({ accepted: 1 })
  })

  test('sends a large batch of one zone in pieces that Kafka takes', async () => {
    const lines = Array.from({ length: 1_500 }, (_, n) =>
      JSON.stringify({ id: `many-${n}`, name: 'n'.repeat(90), severity: 5, zone: 'line-2' }),
    )
    const answer = IngestAnswer.parse(await (await post(lines.join('\n'), 'application/x-ndjson')).json())
    expect(answer).toMatchObject({ accepted: 1_500, rejected: [] })
    await until(
      'all of them',
      () => heard.filter(({ value }) => 'zone' in value && value.zone === 'line-2').length === 1_500,
    )
  })

  test.each([
    ['401 without a known key', 401, 'BAD_KEY', () => post('{}', 'application/json', { key: 'wrong' })],
    ['413 for a body that is too large', 413, 'TOO_LARGE', () => post('x'.repeat(BODY_MAX_BYTES + 1), 'text/plain')],
    [
      '413 for a body that is too large when unpacked',
      413,
      'TOO_LARGE',
      () => post(gzipSync('x'.repeat(BODY_MAX_BYTES * 10)), 'text/plain', { headers: { 'content-encoding': 'gzip' } }),
    ],
    ['415 for a type that it does not know', 415, 'UNKNOWN_FORMAT', () => post('<a/>', 'application/xml')],
    [
      '415 for a format that it does not know',
      415,
      'UNKNOWN_FORMAT',
      () => post('{}', 'application/json', { path: '/v1/alerts?format=xml' }),
    ],
    [
      '415 for syslog as measurements',
      415,
      'UNKNOWN_FORMAT',
      () => post('x', 'text/plain', { path: '/v1/measurements' }),
    ],
  ])('answers %s', async (_, status, code, ask) => {
    const answer = await ask()
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code])
  })

  test('lets a sender wait when too much is being worked on', async () => {
    const slow = await Promise.all([beginBody(), beginBody()])
    const answer = await post('<34>x', 'text/plain')
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      429,
      '1',
      expect.objectContaining({ code: 'TOO_MANY', again: true }),
    ])
    for (const socket of slow) socket.destroy()
    await until('room again', async () => (await post('<34>x', 'text/plain')).status === 200)
  })

  test('tells every partition of alerts and measurements how far the clock has come, also those that nothing is written to', async () => {
    const from = Date.now()
    const told = () => new Set(ticks.filter(({ at }) => at >= from).map(({ partition }) => partition))
    await until(
      'a tick in each',
      () => told().size === TOPICS['alert.v1'].partitions + TOPICS['measurement.v1'].partitions,
    )
    for (const partition of told()) {
      const times = ticks.filter((tick) => tick.partition === partition).map(({ at }) => at)
      expect(times).toEqual([...times].sort((a, b) => a - b))
    }
    expect(Math.max(...ticks.map(({ bytes }) => bytes))).toBeLessThan(40)
  })

  test('counts what became of the records', async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toMatch(/genba_ingest_records_total\{kind="any",result="rejected"\} [1-9]/)
    expect(text).toMatch(/genba_ingest_ignored_total\{type="dns"\} 1/)
    expect(text).toMatch(/genba_ingest_refused_requests_total\{code="BAD_KEY"\} [1-9]/)
  })

  test('asks to send it again, is not ready, and ends when told to, while Kafka is away', async () => {
    const alone = await start({ KAFKA_BROKERS: '127.0.0.1:1', INGEST_PUBLISH_MAX_MS: '500' })
    try {
      const at = await alone.getUrl()
      const answer = await post('{"name":"x","severity":1}', 'application/json', { at })
      expect([answer.status, await answer.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'ENGINE_AWAY', again: true }),
      ])
      expect((await fetch(`${at}/ready`)).status).toBe(503)
      expect((await fetch(`${at}/health`)).status).toBe(200)
      await beginBody(at)
    } finally {
      // Ends although a sender has not finished its body.
      await alone.close()
    }
  }, 30_000)
})
