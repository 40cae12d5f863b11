import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { AlarmVerdict, ROUTES, type ExplainedRule, type Explanation, type Incident } from '@genba/contracts'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findAccount, readConfig } from '../config.js'
import { explain, type ExplainOptions } from './explain.js'

const AT = Date.parse('2026-05-18T07:08:00Z')
const title = { ja: '偵察後の書込み', en: 'Recon then write' }
const INCIDENT: Incident = {
  ...{ v: 1, id: 'p~z~r~1', version: 2, plant: 'p', title, state: 'open', zones: ['z', 'y'] },
  spread: [{ zone: 'y', from: 'z', conduit: 'z-y', shared: '10.0.0.66', at: AT }],
  ...{ openedAt: AT, lastAt: AT, severity: 85, alerts: 2, techniques: ['T0846'] },
  signals: [
    {
      ...{ id: 's1', revision: 1, zone: 'z', rule: { id: 'recon-then-write', title, techniques: [] } },
      ...{ group: { 'dst.ip': '10.0.0.3' }, timespanMs: 600_000, count: 2, severity: 85 },
      ...{ firstAt: AT - 480_000, lastAt: AT, firedAt: AT },
    },
  ],
  groups: [
    {
      ...{ rule: 'ids:1', name: 'port scan', zone: 'z', asset: 'plc', count: 2, severity: 20 },
      ...{ firstAt: AT, lastAt: AT, by: { s1: 2 } },
    },
  ],
  ...{ samples: [], actors: [], targets: [], assets: [], evicted: { signals: 0, groups: 0, samples: 0 } },
}
const TOLD: Explanation = {
  alert: { id: 'a1', plant: 'p', zone: 'z', at: AT, receivedAt: AT, rule: 'ids:1', name: 'port scan', severity: 20 },
  verdict: 'no-rule-fired',
  alarm: {
    ...{ is: 'shelved', counts: 'support' },
    cover: { kind: 'shelf', id: 's', by: 'suzuki', reason: 'loose cable', until: AT },
  },
  deliveries: 2,
  rules: [
    {
      ...{ id: 'recon-then-write', title, techniques: [], kind: 'temporal_ordered', timespanMs: 600_000 },
      outcome: 'waiting',
      bases: [
        {
          ...{ id: 'write', title: 'Write', isMatched: false },
          compared: [
            {
              ...{ selection: 's', field: 'name', modifiers: ['contains'], expected: ['Write'], more: 2 },
              ...{ actual: 'port scan', isExcluded: false },
            },
          ],
        },
      ],
      group: { 'dst.ip': '10.0.0.3' },
      window: { from: AT - 600_000, to: AT, count: 1, needed: 2, elsewhere: 4 },
    },
  ],
  joins: [
    {
      ...{ signal: 's1', rule: 'r', zone: 'z', incident: 'p~q~r~1', title, code: 'too-long-ago' },
      ...{ gapMs: 2_400_000, joinMs: 1_800_000 },
    },
  ],
  read: { from: 'topic', alerts: 7, isCut: true },
}

/** Two scans were told on to the rule that waits for a write. */
const CHAINED: ExplainedRule = {
  ...{ id: 'forced', title: { ja: '強行', en: 'Forced' }, techniques: [], kind: 'temporal_ordered' },
  ...{ timespanMs: 600_000, outcome: 'waiting', bases: [] },
  chain: [
    {
      ...{ id: 'recon', title: { ja: '偵察', en: 'Recon' }, kind: 'event_count', timespanMs: 300_000, into: 'forced' },
      ...{ outcome: 'fired', bases: [], more: 1 },
      group: { 'dst.ip': '10.0.0.3' },
      window: { from: AT - 300_000, to: AT, count: 2, needed: 2, elsewhere: 0 },
      firings: [{ from: AT - 300_000, to: AT, alerts: 2, group: { 'dst.ip': '10.0.0.3' }, holdsAlert: true }],
    },
  ],
}

const WINDOW = { kind: 'maintenance', id: 'w', by: 'suzuki', reason: 'valve exchange' }

let server: Server
let url: string
let asked: string[]
let said: string[]

beforeEach(async () => {
  asked = []
  said = []
  server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    asked.push(`${method} ${path}${headers.cookie ? ` ${headers.cookie}` : ''}`)
    const send = (status: number, body: unknown, more: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...more }).end(JSON.stringify(body))
    if (method === 'POST') send(200, {}, { 'set-cookie': 'genba_session=x; Path=/' })
    else if (path.endsWith('/nobody/why')) send(404, { code: 'NOT_FOUND', message: 'Not found', again: false })
    else if (path.endsWith('/odd/why')) send(200, { other: true })
    else if (path.endsWith('/window/why'))
      send(200, { ...TOLD, alarm: { is: 'suppressed', counts: 'full', cover: WINDOW } })
    else if (path.endsWith('/chain/why')) send(200, { ...TOLD, rules: [CHAINED] })
    else if (path.endsWith('/why')) send(200, TOLD)
    else send(200, { incident: INCIDENT })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => void server.close())

const run = (alert?: string, options: Partial<ExplainOptions> = {}, incident = 'p~z~r~1') =>
  explain(
    { incident, alert },
    { url, user: 'soc', password: 'secret' },
    { language: 'en', json: false, ...options },
    (line) => said.push(line),
  )

describe('genba explain', () => {
  it('names rule, window, values, alerts and conduits of an incident', async () => {
    await run()
    expect(said).toEqual([
      'p~z~r~1 Recon then write',
      '├ Recon then write [recon-then-write] z',
      '│   window 10m (2026-05-18T06:58:00Z – 2026-05-18T07:08:00Z)',
      '│   grouped by dst.ip=10.0.0.3',
      '│   alerts 2',
      '│     2 × port scan / plc',
      '├ conduit z-y (z → y), shared 10.0.0.66',
      '└ alerts 2',
    ])
  })

  it('tells of an alert what matched, what is missing, and what was read', async () => {
    await run('a1')
    expect(said).toEqual([
      'alert a1: rules match, none has fired',
      '  2026-05-18T07:08:00Z p/z ids:1 port scan',
      '  alarm shelved: suzuki “loose cable”, until 2026-05-18T07:08:00Z (no rule fires by it alone)',
      '  arrived 2',
      '├ Recon then write [recon-then-write] not enough',
      '│   window 10m: 1/2, with other values 4 (2026-05-18T06:58:00Z – 2026-05-18T07:08:00Z)',
      '│   grouped by dst.ip=10.0.0.3',
      '│   does not match: Write',
      '│     wants name|contains: "Write", +2; is "port scan"',
      '├ p~q~r~1 too long ago: 40m > 30m',
      '└ alerts read 7, cut by a bound',
    ])
  })

  it('tells of a rule that builds on rules what those told on', async () => {
    await run('chain')
    expect(said.filter((line) => /^[├│] /.test(line)).slice(0, -1)).toEqual([
      '├ Forced [forced] not enough',
      '│   [forced] builds on Recon [recon] fired',
      '│     window 5m: 2/2 (2026-05-18T07:03:00Z – 2026-05-18T07:08:00Z)',
      '│     grouped by dst.ip=10.0.0.3',
      '│     fired 2026-05-18T07:03:00Z – 2026-05-18T07:08:00Z: alerts 2 dst.ip=10.0.0.3 (this alert among them)',
      '│     more firings 1',
    ])
  })

  it('speaks Japanese, or gives the answer as it came', async () => {
    await run('a1', { language: 'ja' })
    expect(said[0]).toBe('アラート a1: 合うルールはありますが成立していません')
    said = []
    await run('a1', { json: true })
    expect(JSON.parse(said.join(''))).toEqual(TOLD)
  })

  it('signs in, asks, and signs out, also when it is refused', async () => {
    await expect(run('nobody')).rejects.toThrow('Not found (NOT_FOUND)')
    expect(asked).toEqual([
      'POST /v1/session',
      'GET /v1/incidents/p~z~r~1/alerts/nobody/why genba_session=x',
      'DELETE /v1/session genba_session=x',
    ])
  })

  it('asks for an alert that is in no incident by plant and zone', async () => {
    await run('a/1', { zone: 'z' }, 'p')
    expect(asked[1]).toBe('GET /v1/plants/p/zones/z/alerts/a%2F1/why genba_session=x')
    await expect(run(undefined, { zone: 'z' }, 'p')).rejects.toThrow('give the plant and the alert')
  })

  it('says so when the gateway is another version or away', async () => {
    await expect(run('odd')).rejects.toThrow('the versions differ')
    server.close()
    server.closeAllConnections()
    await expect(run('a1')).rejects.toThrow('does not answer')
  })

  it('tells a maintenance window from a design rule', async () => {
    await run('window')
    expect(said.join('\n')).toContain('suppressed by a maintenance window: suzuki “valve exchange”')
  })

  it('knows every word of the contract in both languages', async () => {
    const { ALARMS, VERDICTS, OUTCOMES, JOINS } = await import('./words.js')
    const shape = ROUTES.explainAlert.answer.shape
    expect(Object.keys(VERDICTS).sort()).toEqual([...shape.verdict.options].sort())
    expect(Object.keys(ALARMS).sort()).toEqual([...AlarmVerdict.options].sort())
    expect(Object.keys(OUTCOMES).sort()).toEqual([...shape.rules.element.shape.outcome.options].sort())
    expect(Object.keys(JOINS).sort()).toEqual([...shape.joins.element.shape.code.options].sort())
  })
})

describe('who asks', () => {
  it('is what the environment says, rather still the option, and never guessed', () => {
    const env = { GENBA_HOME: '/nowhere', GENBA_URL: 'http://a.example/', GENBA_USER: 'soc', GENBA_PASSWORD: 'p' }
    expect(findAccount({}, readConfig(env))).toEqual({ url: 'http://a.example', user: 'soc', password: 'p' })
    expect(findAccount({ user: 'auditor' }, readConfig(env)).user).toBe('auditor')
    expect(() => findAccount({}, readConfig({ ...env, GENBA_PASSWORD: '' }))).toThrow('With which password')
    expect(() => findAccount({}, readConfig({ ...env, GENBA_USER: '' }))).toThrow('Who asks')
    expect(() => findAccount({}, readConfig({ GENBA_HOME: '/nowhere' }))).toThrow('Where is the gateway')
  })
})
