import { afterEach, describe, expect, it } from '@jest/globals'
import type { Relayed } from '@genba/contracts'
import { readScenario, type Scenario } from '@genba/drill'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { replay } from './replay/replay.js'
import { openScenario, simulate, writeScenario } from './simulate/simulate.js'
import { TRIES_MAX } from './send/post-batch.js'
import type { Clock } from './wait.js'

type Got = { url: string; key: string | undefined; envelopes: Relayed[] }
type Reply = { status: number; body?: unknown } | 'cut'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A real HTTP server that answers as ingest does; `reply` says otherwise for the n-th request. */
async function ingest(reply: (n: number, envelopes: Relayed[]) => Reply | undefined = () => undefined) {
  const got: Got[] = []
  const tried: number[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
      const lines = Buffer.concat(parts).toString().trimEnd().split('\n')
      const envelopes = lines.map((line) => JSON.parse(line) as Relayed)
      const said = reply(tried.push(envelopes.length), envelopes)
      if (said === undefined) got.push({ url: request.url ?? '', key: request.headers.authorization, envelopes })
      if (said === 'cut') return request.socket.destroy()
      response.writeHead(said?.status ?? 202, { 'content-type': 'application/json' })
      response.end(JSON.stringify(said?.body ?? { accepted: envelopes.length, ignored: {}, rejected: [], ids: [] }))
    })()
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { target: { to, key: 'secret' }, got, tried, envelopes: () => got.flatMap((batch) => batch.envelopes) }
}

/** A clock that waiting moves. */
function io(now = Date.UTC(2026, 4, 18, 7)) {
  const said: string[] = []
  const waits: number[] = []
  const clock: Clock = {
    now: () => now,
    wait: (waitMs) => {
      waits.push(waitMs)
      now += waitMs
      return Promise.resolve()
    },
  }
  return { clock, say: (line: string) => void said.push(line), said, waits }
}

function write(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'genba-cli-')), 'capture')
  writeFileSync(file, text)
  return file
}

const away: Reply = { status: 503, body: { code: 'ENGINE_AWAY', message: 'An engine is not reachable', again: true } }
const syslogLine = (n: number) =>
  `<166>May 18 07:00:${String(n % 60).padStart(2, '0')} 10.10.20.1 %ASA-6-302013: Built ${n}`
const eveLine = (second: string) =>
  JSON.stringify({
    timestamp: `2020-01-01T00:00:${second}.123456+0000`,
    event_type: 'flow',
    flow: { start: `2020-01-01T00:00:00.000001+0000` },
  })

describe('a capture that is replayed', () => {
  it('goes out in batches of at most 1,000 lines, in order, numbered by line', async () => {
    const { target, got, envelopes } = await ingest()
    await replay(write(Array.from({ length: 2500 }, (_, i) => syslogLine(i)).join('\n')), target, { now: false }, io())
    expect(got.map((batch) => batch.envelopes.length)).toEqual([1000, 1000, 500])
    expect(envelopes().map((envelope) => envelope.n)).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1))
    expect(got[0]).toMatchObject({ url: '/v1/alerts?format=relayed', key: 'Bearer secret' })
  })

  it('is sent again after 503 and after a cut connection, each batch taken once', async () => {
    const { target, got } = await ingest((n) => (n === 2 ? 'cut' : n <= 3 ? away : undefined))
    const { waits, ...rest } = io()
    await replay(write(syslogLine(1)), target, { now: false }, rest)
    expect(got).toHaveLength(1)
    expect(waits).toEqual([250, 500, 1000])
  })

  it('gives up after a bounded number of tries with one sentence', async () => {
    const { target, tried } = await ingest(() => away)
    await expect(replay(write(syslogLine(1)), target, { now: false }, io())).rejects.toThrow(
      /took nothing after 10 tries: 503/,
    )
    expect(tried).toHaveLength(TRIES_MAX)
  })

  it('names the reason when nobody listens', async () => {
    const nobody = { to: 'http://127.0.0.1:9', key: 'k' }
    await expect(replay(write(syslogLine(1)), nobody, { now: false }, io())).rejects.toThrow(
      /127\.0\.0\.1:9 took nothing/,
    )
  })

  it('with a wrong key is refused at once', async () => {
    const { target, tried } = await ingest(() => ({
      status: 401,
      body: { code: 'BAD_KEY', message: 'no', again: false },
    }))
    await expect(replay(write(syslogLine(1)), target, { now: false }, io())).rejects.toThrow(
      /refused the API key \(401\)/,
    )
    expect(tried).toHaveLength(1)
  })

  it('tells rejected lines by their number in the file', async () => {
    const { target } = await ingest((n) =>
      n === 2
        ? {
            status: 400,
            body: {
              accepted: 0,
              ignored: { flow: 2 },
              rejected: [{ line: 1, field: 'record', reason: 'not JSON' }],
              ids: [],
            },
          }
        : undefined,
    )
    const lines = [...Array.from({ length: 1000 }, () => eveLine('01')), '', '{"broken', eveLine('02'), eveLine('03')]
    const { said, ...rest } = io()
    await replay(write(lines.join('\n')), target, { now: false }, rest)
    expect(said).toContain('  rejected line 1002: record: not JSON')
    expect(said.at(-1)).toMatch(/1000 accepted, 2 ignored \(flow 2\), 1 rejected in 2 batches$/)
  })

  it.each([
    ['EVE', eveLine('05'), 'suricata', '2020-01-01T00:00:05.123Z'],
    ['Cisco ASA syslog', '<166>May 17 07:00:09 10.10.20.1 %ASA-6-302013: x', 'syslog', '2026-05-17T07:00:09.000Z'],
    ['syslog of December read in May', '<166>Dec 31 23:59:59 host x', 'syslog', '2025-12-31T23:59:59.000Z'],
    ['RFC 5424 syslog', '<14>1 2014-06-20T09:14:07+00:00 host app - - - x', 'syslog', '2014-06-20T09:14:07.000Z'],
    [
      "Genba's alerts",
      '{"name":"x","severity":"low","at":"2026-05-01T09:00:00+09:00"}',
      'genba',
      '2026-05-01T00:00:00.000Z',
    ],
    [
      'measurements',
      '{"tag":"t","kind":"set","value":1,"at":1780000000000}',
      'measurement',
      '2026-05-28T20:26:40.000Z',
    ],
  ])('of %s is known by its first line and keeps its own time', async (_kind, line, source, receivedAt) => {
    const { target, envelopes, got } = await ingest()
    await replay(write(line), target, { now: false }, io())
    expect(envelopes()).toMatchObject([{ n: 1, source, received_at: receivedAt }])
    expect(got[0]?.url).toMatch(
      source === 'measurement' ? '/v1/measurements?format=relayed' : '/v1/alerts?format=relayed',
    )
  })

  it('that is a relayed feed goes through as it is', async () => {
    const { target, envelopes } = await ingest()
    const feed = [7, 8].map((n) => ({
      n,
      received_at: '2026-05-18T07:00:00.000000+0000',
      source: 'syslog',
      record: 'x',
    }))
    await replay(write(feed.map((line) => JSON.stringify(line)).join('\n')), target, { now: false }, io())
    expect(envelopes()).toEqual(feed)
  })

  it('moved to now keeps the distances, inside the record too', async () => {
    const { target, envelopes } = await ingest()
    await replay(write([eveLine('05'), eveLine('09')].join('\n')), target, { now: true }, io(Date.UTC(2026, 0, 1)))
    expect(envelopes().map((envelope) => envelope.record)).toEqual([
      {
        timestamp: '2026-01-01T00:00:00.000456+0000',
        event_type: 'flow',
        flow: { start: '2025-12-31T23:59:54.877001+0000' },
      },
      {
        timestamp: '2026-01-01T00:00:04.000456+0000',
        event_type: 'flow',
        flow: { start: '2025-12-31T23:59:54.877001+0000' },
      },
    ])
  })

  it('at speed 2 takes half the time of its records', async () => {
    const { target, got } = await ingest()
    const { waits, ...rest } = io()
    await replay(write([eveLine('05'), eveLine('09')].join('\n')), target, { speed: 2, now: false }, rest)
    expect(waits).toEqual([2000])
    expect(got).toHaveLength(2)
  })

  it.each([
    ['a file that is not there', '/nowhere/x.jsonl', /there is no such file/],
    ['an empty file', write(''), /has no line to send/],
    ['JSON of another kind', write('{"hello":1}'), /:1 is JSON, but neither/],
  ])('stops with one sentence at %s', async (_what, file, reason) => {
    const { target } = await ingest()
    await expect(replay(file, target, { now: false }, io())).rejects.toThrow(reason)
  })
})

describe('a scenario that is simulated', () => {
  const once5s = { speed: 1, seed: 1, loopNoise: false }

  it('sends alerts and measurements to their routes as they fall due', async () => {
    const { target, got } = await ingest()
    const { said, waits, ...rest } = io()
    await simulate(scenario(), target, once5s, rest)
    expect(new Set(got.map((batch) => batch.url))).toEqual(
      new Set(['/v1/alerts?format=relayed', '/v1/measurements?format=relayed']),
    )
    expect(waits.reduce((sum, waitMs) => sum + waitMs, 0)).toBeGreaterThan(3000)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(200)
    expect(said.some((line) => /1\.0 s {2}first {2}最初 \/ First/.test(line))).toBe(true)
    expect(said.at(-1)).toMatch(/^small: \d+ accepted, 0 ignored, 0 rejected/)
  })

  it('in a drill has its mark on every record that leaves', async () => {
    const { target, envelopes } = await ingest()
    await simulate(scenario(), target, { ...once5s, drill: 'drill-7' }, io())
    expect(envelopes().length).toBeGreaterThan(5)
    expect(envelopes().every(({ drill }) => drill === 'drill-7')).toBe(true)
  })

  it('can be written to a file that replay sends', async () => {
    const file = write('')
    const { said, ...rest } = io()
    await writeScenario(scenario(), file, once5s, rest)
    const records = readFileSync(file, 'utf8').trimEnd().split('\n').length
    expect(said).toEqual([`small: ${records} records written to ${file}`])
    const { target, envelopes } = await ingest()
    await replay(file, target, { now: false }, rest)
    expect(envelopes()).toHaveLength(records)
  })

  it('stops with file and line at a fault of the file, and at an --out that cannot be written', async () => {
    const file = write('v: 1\nid: small\nlasts: 5\n')
    await expect(openScenario(file)).rejects.toThrow(/capture:\d+ /)
    await expect(openScenario('/nowhere.yml')).rejects.toThrow(/no such file/)
    await expect(writeScenario(scenario(), '/nowhere/x', once5s, io())).rejects.toThrow(/no such file/)
  })
})

function scenario(): Scenario {
  const read = readScenario(
    `
v: 1
id: small
name: { ja: 小, en: Small }
plant: model-factory
lasts: 5s
expects: { incidents: [] }
hosts:
  scada: { ip: 10.10.40.10, mac: 'B4:96:91:0C:40:10', zone: supervision }
  plc: { ip: 10.10.61.11, mac: '38:E0:8E:61:00:11', zone: line-1 }
noise:
  - { kind: flows, every: 500ms, between: [{ from: scada, to: [plc], over: modbus }] }
points:
  - { tag: '{zone}.t', zones: [line-1], every: 1s, unit: degC, measured: 20, noise: 1, drift: 1 }
stages:
  - id: first
    name: { ja: 最初, en: First }
    after: 1s
    injects: [{ kind: alert, type: process, sensor: line-1.t, name: Too hot, severity: high, zone: line-1, to: plc }]
`,
    'small.yml',
  )
  if (!read.ok) throw new Error(`${read.at} ${read.reason}`)
  return read.scenario
}
