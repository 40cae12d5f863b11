import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  AlertPage,
  CAN,
  Decision,
  FILE_MAX_BYTES,
  PACK_HEADER,
  packAlerts,
  Lifecycle,
  Problem,
  Role,
  ROUTES,
  RuleFileText,
  RuleList,
  WhatIfTrial,
  zoneId,
  type Comment,
  type ConnectorView,
  type ExplainedSignal,
  type Grant,
  type Explanation,
  type Handover,
  type HandoverPage,
  type Hold,
  type LiveBatch,
  type LiveEvent,
  type Measurement,
  type Route,
  type RouteName,
  type SignalSummary,
  type TimelineEntry,
} from '@genba/contracts'
import { AuditChain, ENGINE_CONFIG, Kafka, Mongo, startApp, type EngineConfig } from '@genba/platform'
import type { Queues } from '@genba/platform/queue'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { Redis } from 'ioredis'
import { io, type Socket } from 'socket.io-client'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { signIn, type Person } from '../../../test/person.js'
import { until } from '../../../test/stack.js'
import { Plants } from './plants/plants.js'
import { readGatewayConfig, readSetupConfig } from './config.js'
import { gateway } from './gateway.js'
import { seal } from './approvals/seal.js'
import { CommentStore } from './comments/comment.store.js'
import { FollowIncidents } from './incidents/follow-incidents.js'
import { ADDRESS_FAILURES_MAX, FAILURES_MAX, Limits } from './session/limits.js'
import { SessionStore } from './session/session.store.js'
import { runSetup } from './setup/run-setup.js'
import { undocumentedAnswer, undocumentedMessage } from './testing/documented.js'
import { TrialStore } from './what-if/trial.store.js'
import {
  alert,
  approval,
  incident,
  choiceTable,
  keptPlaybook,
  operation,
  plant,
  playbookText,
  response,
  run,
  standing,
  summary,
} from './testing/samples.js'

jest.setTimeout(60_000)

const PASSWORD = 'genba-spec-password'
const CSRF = { 'content-type': 'application/json', 'x-genba-csrf': '1' }
/** The plant that the people of the matrix belong to, and one that they don't. */
const OWN = 'p1'
const OTHER = 'p2'
const idOf = (where: string): string => `${where}~z~r~1`
/** Another open incident of the own plant, and an operation and signals that both have. */
const BESIDE = `${OWN}~z~r~2`
const STANDING = standing().id
const PLAYBOOK_TEXT = playbookText('investigate.json')
const PLAYBOOK = keptPlaybook(PLAYBOOK_TEXT)._id
const nameOf = (role: Role): string => `m-${role}`

let engines: TestEngines
let dir: string
let env: NodeJS.ProcessEnv
let lines: string[]
let app: NestExpressApplication
let second: NestExpressApplication
let url: string
let secondUrl: string
const cookies = new Map<Role, string>()
/** Of the people who hold their role on all plants. */
const everywhere = new Map<Role, string>()
const sockets: Socket[] = []

const start = async (more: NodeJS.ProcessEnv = {}) => {
  const { module, options } = await gateway(readGatewayConfig({ ...env, ...more }))
  return startApp(module, options)
}

/** Somebody asks a device what it is and writes to it; a scan of another device stays alone. */
const RECEIVED_AT = Date.now()
const ALERTS = [
  alert({ id: 'scan-1', at: RECEIVED_AT, name: 'port scan', dst: { ip: '10.0.0.3' } }),
  alert({ id: 'next-door', at: RECEIVED_AT, zone: 'y' }),
  alert({ id: 'write-1', at: RECEIVED_AT + 1_000, name: 'Write Request', dst: { ip: '10.0.0.3' } }),
  alert({ id: 'scan-2', at: RECEIVED_AT + 2_000, name: 'port scan', dst: { ip: '10.0.0.4' } }),
]

beforeAll(async () => {
  engines = await testEngines('gateway')
  dir = mkdtempSync(join(tmpdir(), 'genba-gateway-'))
  mkdirSync(join(dir, 'plants'))
  mkdirSync(join(dir, 'console', 'assets'), { recursive: true })
  // JSON is YAML.
  for (const id of [OWN, OTHER]) writeFileSync(join(dir, 'plants', `${id}.yml`), JSON.stringify(plant(id)))
  writeFileSync(join(dir, 'console', 'index.html'), '<title>console</title>')
  writeFileSync(join(dir, 'console', 'assets', 'index-1a2b.js'), 'export {}')
  writeFileSync(join(dir, 'console', 'assets', 'large-3c4d.js'), `// ${'genba '.repeat(1_000)}`)
  const person = (name: string, grants: Grant[]) => ({
    name,
    displayName: { ja: name, en: name },
    grants,
    password: PASSWORD,
  })
  const people = [
    person('target', []),
    person('next-leader', [{ role: 'shift-leader', plants: [OWN] }]),
    ...Role.options.flatMap((role) => [
      person(nameOf(role), [{ role, plants: [OWN] }]),
      person(`all-${role}`, [{ role, plants: '*' }]),
    ]),
  ]
  env = {
    ...engines.env,
    GATEWAY_PORT: '0',
    GENBA_CONSOLE_DIR: join(dir, 'console'),
    GENBA_SEED: 'model-factory',
    GENBA_DEMO_PASSWORD: PASSWORD,
    GENBA_DEMO_KEY: 'genba-spec-key',
    GENBA_DEMO: 'true',
    GENBA_PLANTS_DIR: join(dir, 'plants'),
    GENBA_USERS: JSON.stringify(people),
    GENBA_SOURCES: JSON.stringify([{ name: 'p1-ids', plant: OWN, key: 'p1-ids-key', defaultZone: 'z' }]),
  }
  lines = await runSetup(readSetupConfig(env))
  app = await start()
  second = await start()
  url = await app.getUrl()
  secondUrl = await second.getUrl()
  for (const where of [OWN, OTHER]) await writeBoth(where)
  await app
    .get(Mongo)
    .collection('playbooks')
    .collection.insertOne(keptPlaybook(PLAYBOOK_TEXT) as never)
  const { id: playbook } = keptPlaybook(PLAYBOOK_TEXT)
  await app
    .get(Mongo)
    .collection('choices')
    .collection.insertOne(choiceTable({ when: { rule: ['r'] }, playbook }, 'playbook--everything-else') as never)
  await app
    .get(Mongo)
    .collection('connectors')
    .collection.insertOne({ ...CONNECTOR, _id: CONNECTOR.id as never })
  for (const each of ALERTS) await app.get(Kafka).send('alert.v1', [{ key: `${OWN}/${each.zone}`, value: each }])
  await app.get(TrialStore).put(TRIAL)
  for (const role of Role.options) {
    cookies.set(role, (await signIn(url, nameOf(role), PASSWORD)).cookie)
    everywhere.set(role, (await signIn(url, `all-${role}`, PASSWORD)).cookie)
  }
}, 180_000)

afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await app?.close()
  await second?.close()
  await engines?.stop()
  if (dir) rmSync(dir, { recursive: true, force: true })
}, 60_000)

/** What a vendor promised, open. */
async function writePromise(id: string): Promise<void> {
  const promise = { v: 1, id, version: 1, plant: OWN, vendor: 'Example', text: 'a new key', until: 9, by: 'soc', at: 1 }
  const promises = app.get(Mongo).collection('promises').collection
  await promises.replaceOne({ _id: id as never }, { ...promise, outbox: [] }, { upsert: true })
}

/** A sheet that somebody else signed. */
async function writeHandover(id: string): Promise<void> {
  const sheet = {
    at: 1,
    state: 'running' as const,
    incidents: [],
    approvals: [],
    shelves: [],
    maintenance: [],
    holds: [],
    promises: [],
  }
  const offered = { user: 'other', at: 1, note: '' }
  const handover: Handover = { v: 1, id, version: 1, plant: OWN, state: 'offered', sheet, offered }
  await app
    .get(Mongo)
    .collection('handovers')
    .collection.replaceOne({ _id: id as never }, { ...handover, outbox: [] }, { upsert: true })
}

/** A trial of rules that somebody ran on the own plant. */
const TRIAL: WhatIfTrial = {
  v: 1,
  id: 't1',
  by: 'soc',
  state: 'done',
  startedAt: RECEIVED_AT,
  seenAt: RECEIVED_AT,
  days: 1,
  plants: [OWN],
  progress: { alerts: 0, messages: 0, ofMessages: 0 },
  faults: [],
  hash: 'h',
}

const APPROVAL = approval({ roles: ['soc-analyst', 'shift-leader', 'plant-engineer'] })
const BROKEN = approval({
  id: 'a2',
  state: 'approved',
  breakGlass: { user: 'somebody', roles: ['shift-leader'], reason: 'nobody can be reached', at: 30 },
})
const REQUEST = { type: 'http-api', method: 'POST', path: '/block', body: '{}' } as const
const HOLD: Hold = {
  id: 'r1:s1:1',
  run: 'r1',
  step: 's1',
  title: APPROVAL.title,
  connector: 'plant-firewall',
  request: REQUEST,
  undo: { by: 'genba', text: APPROVAL.title, request: REQUEST },
  roles: ['soc-analyst', 'shift-leader', 'plant-engineer'],
  since: 30,
  until: 3_600_030,
  state: { at: 'standing' },
  works: 0,
  renewals: [],
}
/** What everybody sees of the approval before they decide. */
const SEEN = seal(APPROVAL, incident()).hash
const CONNECTOR: ConnectorView = {
  v: 1,
  id: 'plant-firewall',
  version: 1,
  type: 'http-api',
  plants: [OWN],
  address: 'http://127.0.0.1:4604',
  timeoutMs: 10_000,
}

/** What correlator and responder would have written. */
async function writeBoth(where: string, versions = { incident: 1, response: 1 }): Promise<void> {
  const id = idOf(where)
  const mongo = app.get(Mongo)
  const facts = incident({ id, plant: where, version: versions.incident, signals: [summary('s1'), summary('s2')], operations: [operation('o1')] }) // prettier-ignore
  const answer = response({
    id,
    incident: id,
    plant: where,
    version: versions.response,
    state: 'waiting',
    approvals: [APPROVAL, BROKEN],
    holds: [HOLD],
    runs: [run({ at: 'parked', since: 1, error: 'no answer' })],
  })
  await mongo
    .collection('incidents')
    .collection.replaceOne({ _id: id as never }, { ...facts, _id: id, outbox: [] }, { upsert: true })
  await mongo
    .collection('responses')
    .collection.replaceOne({ _id: id as never }, { ...answer, _id: id, outbox: [] }, { upsert: true })
}

const problemOf = async (answer: Response): Promise<Problem> => Problem.parse(await answer.json())

describe('setup', () => {
  test('makes what the apps need and says so', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^topics: created alert\.v1, /),
        'plant model-factory: loaded',
        'plant p1: loaded',
        'user soc: made',
        'source model-factory-sensors: made for model-factory',
        'source p1-ids: made for p1',
      ]),
    )
  })

  test('done again changes nothing', async () => {
    const mongo = app.get(Mongo)
    const state = async () => [
      await mongo.collection('plants').find().lean(),
      await mongo.collection('users').find().lean(),
      await mongo.collection('sources').find().lean(),
    ]
    const before = JSON.stringify(await state())
    const again = await runSetup(readSetupConfig(env))
    expect(again).toEqual(
      expect.arrayContaining([
        'topics: all there',
        'plant p1: as in the file',
        'user soc: as given',
        'source p1-ids: as given',
      ]),
    )
    expect(JSON.stringify(await state())).toBe(before)
  })

  test('takes a changed file, but keeps a plant that a person changed', async () => {
    const plants = app.get(Mongo).collection('plants').collection
    await plants.updateOne({ _id: OTHER as never }, { $set: { timeZone: 'Asia/Seoul' } })
    // Alerts from before the desk lie under other keys and are found all the same by what follows.
    const alarms = { positions: [{ id: 'hall', name: { ja: '操作卓', en: 'Hall' }, zones: ['z'] }] }
    const changed = { ...plant(OWN), timeZone: 'Europe/Berlin', alarms }
    writeFileSync(join(dir, 'plants', `${OWN}.yml`), JSON.stringify(changed))
    writeFileSync(join(dir, 'plants', `${OTHER}.yml`), JSON.stringify({ ...plant(OTHER), timeZone: 'Europe/Berlin' }))
    const again = await runSetup(readSetupConfig(env))
    expect(again).toEqual(
      expect.arrayContaining(['plant p1: updated from the file', 'plant p2: was changed here, kept']),
    )
    expect(await plants.findOne({ _id: OTHER as never })).toMatchObject({ timeZone: 'Asia/Seoul' })
    expect(await plants.findOne({ _id: OWN as never })).toMatchObject({
      timeZone: 'Europe/Berlin',
      desksSince: expect.any(Number),
    })
  })

  test('gives demo users a new password and ends their sessions', async () => {
    const { cookie } = await signIn(url, 'admin', PASSWORD)
    const again = await runSetup(readSetupConfig({ ...env, GENBA_USERS: '', GENBA_DEMO_PASSWORD: 'another-password' }))
    expect(again).toContain('user admin: has a new password')
    expect((await fetch(`${url}/v1/session`, { headers: { cookie } })).status).toBe(401)
    await signIn(url, 'admin', 'another-password')
    await runSetup(readSetupConfig({ ...env, GENBA_USERS: '' }))
  })

  test('refuses a source of a plant that is not there', async () => {
    const sources = JSON.stringify([{ name: 's', plant: 'nowhere', key: 'some-secret-key' }])
    await expect(
      runSetup(readSetupConfig({ ...env, GENBA_SEED: '', GENBA_USERS: '', GENBA_SOURCES: sources })),
    ).rejects.toThrow('source s: there is no plant nowhere')
    expect(() => readSetupConfig({ ...env, GENBA_SOURCES: '{' })).toThrow('GENBA_SOURCES: not JSON')
    expect(() => readSetupConfig({ ...env, GENBA_DEMO_KEY: undefined })).toThrow(
      'GENBA_DEMO_KEY: needed with GENBA_SEED',
    )
  })
})

describe('sign-in', () => {
  const post = (body: unknown, headers: Record<string, string> = CSRF) =>
    fetch(`${url}/v1/session`, { method: 'POST', headers, body: JSON.stringify(body) })

  test('gives a cookie that says who it is, until sign-out', async () => {
    const answer = await post({ user: 'soc', password: PASSWORD })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(answer.status).toBe(200)
    expect(ROUTES.me.answer.parse(await answer.json())).toMatchObject({
      user: 'soc',
      displayName: { en: 'SOC analyst' },
    })
    expect(cookie).toMatch(/^genba_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/)
    const headers = { cookie: cookie.split(';')[0] as string }
    expect((await fetch(`${secondUrl}/v1/session`, { headers })).status).toBe(200)
    const out = await fetch(`${url}/v1/session`, { method: 'DELETE', headers: { ...headers, 'x-genba-csrf': '1' } })
    expect([out.status, out.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('Max-Age=0')])
    expect((await fetch(`${secondUrl}/v1/session`, { headers })).status).toBe(401)
  })

  test('keeps the token itself nowhere', async () => {
    const { cookie } = await signIn(url, 'soc', PASSWORD)
    const stored = JSON.stringify(await app.get(Mongo).collection('sessions').find().lean())
    expect(stored).not.toContain(cookie.split('=')[1])
  })

  test('is over after its time', async () => {
    const { cookie } = await signIn(url, 'soc', PASSWORD)
    await app
      .get(Mongo)
      .collection('sessions')
      .collection.updateMany({ user: 'soc' }, { $set: { expiresAt: Date.now() - 1 } })
    expect((await fetch(`${url}/v1/session`, { headers: { cookie } })).status).toBe(401)
  })

  test('is refused from elsewhere and without the header of the console', async () => {
    const right = { user: 'soc', password: PASSWORD }
    const { 'x-genba-csrf': _, ...bare } = CSRF
    expect((await post(right, bare)).status).toBe(403)
    expect((await post(right, { ...CSRF, origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(right, { ...CSRF, origin: url })).status).toBe(200)
  })

  test('names what is wrong with its input', async () => {
    expect(await problemOf(await post({ user: 'soc' }))).toMatchObject({ code: 'BAD_INPUT', at: 'password' })
    expect(await problemOf(await post({ user: 'soc', password: 'x', admin: true }))).toMatchObject({
      code: 'BAD_INPUT',
    })
    expect((await fetch(`${url}/v1/session`, { method: 'POST', headers: CSRF, body: '{' })).status).toBe(400)
    expect((await post({ user: 'soc', password: 'x'.repeat(300_000) })).status).toBe(413)
  })

  // The same for both, or the lock would tell who exists.
  test.each(['engineer', 'nobody'])('locks %s after ten wrong passwords', async (user) => {
    for (let i = 0; i < FAILURES_MAX; i++) expect((await post({ user, password: `wrong ${i}` })).status).toBe(401)
    expect(await problemOf(await post({ user, password: PASSWORD }))).toMatchObject({ code: 'TOO_MANY', again: true })
  })

  test('opens again when the lock is over, with the count at nothing', async () => {
    const users = app.get(Mongo).collection('users').collection
    await users.updateOne({ _id: 'engineer' as never }, { $set: { lockedUntil: Date.now() - 1 } })
    expect((await post({ user: 'engineer', password: PASSWORD })).status).toBe(200)
    expect(await users.findOne({ _id: 'engineer' as never })).toMatchObject({ failures: 0 })
  })

  test('is limited for an address also while Redis is away', async () => {
    const redis = new Redis('redis://127.0.0.1:1', { maxRetriesPerRequest: null })
    redis.on('error', () => undefined)
    const limits = new Limits(
      { connect: () => redis } as unknown as Queues,
      app.get<EngineConfig>(ENGINE_CONFIG),
      readGatewayConfig(env),
    )
    for (let i = 0; i < ADDRESS_FAILURES_MAX; i++) await limits.countAddress('10.0.0.9')
    await expect(limits.countAddress('10.0.0.9')).rejects.toThrow('TOO_MANY')
    await limits.countAddress('10.0.0.10')
    redis.disconnect()
  })
})

describe('every answer', () => {
  test('has the headers that keep foreign scripts, frames and caches out', async () => {
    const { headers } = await fetch(`${url}/v1/session`)
    expect(headers.get('cache-control')).toBe('no-store')
    const policy = headers.get('content-security-policy')
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "frame-ancestors 'none'",
      "connect-src 'self' ws: wss:",
    ])
      expect(policy).toContain(rule)
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
  })

  test('to a path that is not there is a problem', async () => {
    const answer = await fetch(`${url}/v1/nothing`)
    expect([answer.status, (await problemOf(answer)).code]).toEqual([404, 'NOT_FOUND'])
  })
})

describe('the console', () => {
  test('gets its page at every address, and files with a hash for ever', async () => {
    const page = await fetch(`${url}/incidents/p1~z~r~1`)
    expect([await page.text(), page.headers.get('cache-control')]).toEqual(['<title>console</title>', 'no-cache'])
    const asset = await fetch(`${url}/assets/index-1a2b.js`)
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const { headers } = await fetch(`${url}/assets/large-3c4d.js`, { headers: { 'accept-encoding': 'br' } })
    expect(headers.get('content-encoding')).toBe('br')
    expect((await fetch(`${url}/assets/gone-1a2b.js`)).status).toBe(404)
    expect((await fetch(`${url}/%2e%2e/%2e%2e/etc/passwd.txt`)).status).toBe(404)
  })
})

/** How each route is asked in the matrix; a new route without a line fails. */
const target = { displayName: { ja: '例', en: 'sample' }, grants: [] }
const ASKED: Record<
  RouteName,
  { body?: unknown; params?: Record<string, string>; query?: string; before?: () => Promise<void> }
> = {
  waysIn: {},
  signIn: { body: { user: 'soc', password: PASSWORD } },
  beginOidc: {},
  endOidc: {},
  me: {},
  signOut: {},
  changePassword: { body: { current: PASSWORD, next: 'another spec password' } },
  beginTotp: { body: { password: PASSWORD } },
  confirmTotp: { body: { code: '000000' } },
  removeTotp: { body: { password: PASSWORD } },
  listOwnSessions: {},
  endOwnSession: { params: { session: 'matrix-session' } },
  listUsers: {},
  createUser: { body: { name: 'matrix-made', ...target } },
  changeUser: { body: { version: 0, isDisabled: false, ...target }, params: { user: 'target' } },
  resetPassword: { params: { user: 'target' } },
  resetTotp: { params: { user: 'target' } },
  listSessions: { params: { user: 'target' } },
  endSessions: { params: { user: 'target' } },
  endSession: { params: { user: 'target', session: 'matrix-session' }, before: () => openTargetSession() },
  listSources: {},
  createSource: { body: { name: 'matrix-source' } },
  rotateKey: { body: { graceMs: 0 }, params: { source: 'p1-ids' } },
  revokeKey: { params: { source: 'p1-ids' } },
  listAudit: {},
  verifyAudit: {},
  exportAudit: {},
  getOpenApi: {},
  getAsyncApi: {},
  getReference: {},
  listPlants: {},
  getPlant: {},
  listFleet: {},
  listIncidentMeasurements: {},
  getHandover: {},
  offerHandover: { body: { note: '' } },
  takeHandover: { body: { note: '' }, params: { handover: 'h1' }, before: () => writeHandover('h1') },
  listAlarms: {},
  listAlarmPositions: {},
  measureAlarms: {},
  acknowledgeAlarm: { body: { alarm: STANDING }, before: () => clearAlarms() },
  resetAlarm: { body: { alarm: STANDING }, before: () => latchAlarm() },
  listCovers: {},
  shelveAlarm: {
    body: { key: 'spec-shelf', alarm: STANDING, reason: 'tested', forMs: 900_000 },
    before: () => clearAlarms(),
  },
  requestOutOfService: {
    body: { key: 'spec-out', zone: 'z', rule: 'r', reason: 'tested' },
    before: () => clearAlarms(),
  },
  decideOutOfService: {
    body: { answer: 'approve', reason: 'tested' },
    params: { cover: 'asked' },
    before: () => clearAlarms({ kind: 'request', rule: 'r' }),
  },
  returnAlarm: {
    body: { reason: 'tested' },
    params: { cover: 'asked' },
    before: () => clearAlarms({ kind: 'shelf', rule: 'r' }),
  },
  planMaintenance: {
    body: { key: 'spec-work', zone: 'z', reason: 'tested', from: 0, until: Date.now() + 3_600_000 },
    before: () => clearAlarms(),
  },
  endMaintenance: {
    body: { reason: 'tested' },
    params: { cover: 'asked' },
    before: () => clearAlarms({ kind: 'maintenance' }),
  },
  listComments: {},
  addComment: { body: { key: 'spec-key-1', text: 'seen' } },
  listPromises: {},
  notePromise: {
    body: { key: 'spec-promise', vendor: 'Example', text: 'a new key', until: Date.now() + 3_600_000 },
  },
  endPromise: {
    body: { as: 'kept', reason: 'tested' },
    params: { promise: 'promised' },
    before: () => writePromise('promised'),
  },
  getCommentFile: {
    params: { comment: 'attached' },
    before: async () => {
      const file = { name: 'evidence.txt', bytes: 1, sha256: '0' }
      const comment = { v: 1, id: 'attached', incident: idOf(OWN), plant: OWN, by: 'p', at: 1, text: '', file }
      await app.get(CommentStore).addFile('attached', Buffer.from('x'))
      await app.get(CommentStore).add(comment as Comment)
    },
  },
  listIncidents: {},
  getIncident: {},
  closeIncident: { body: { reason: 'tested' } },
  listRelated: {},
  mergeIncident: { body: { other: BESIDE, reason: 'tested', seen: 'o1', otherSeen: '' } },
  splitIncident: { body: { signals: ['s1'], reason: 'tested', seen: 'o1' } },
  detachSignal: { body: { signal: 's2', reason: 'tested', seen: 'o1' } },
  undoOperation: { body: { operation: 'o1', reason: 'tested', seen: 'o1' } },
  decide: { body: { answer: 'approve', reason: 'tested' }, params: { approval: 'a1' } },
  getApproval: { params: { approval: 'a1' } },
  breakGlass: { body: { reason: 'nobody can be reached', seen: SEEN }, params: { approval: 'a1' } },
  reviewBreakGlass: { body: { verdict: 'justified', reason: 'tested' }, params: { approval: 'a2' } },
  listReviews: {},
  listHolds: {},
  renewHold: { body: { holdMs: 60_000, reason: 'tested' }, params: { hold: 'r1:s1:1' } },
  undoHold: { body: { reason: 'tested' }, params: { hold: 'r1:s1:1' } },
  setPlantState: { body: { state: 'running', reason: 'tested' } },
  getRoster: {},
  measurePhases: {},
  putRoster: { body: { version: 0, duties: [], deputies: [] } },
  listConnectors: {},
  testConnector: { body: { simulated: true }, params: { connector: 'plant-firewall' } },
  retryStep: { body: { reason: 'tested' }, params: { run: 'r1', step: 's1' } },
  skipStep: { body: { reason: 'tested' }, params: { run: 'r1', step: 's1' } },
  rerunStep: { body: { reason: 'tested' }, params: { run: 'r1', step: 's1' } },
  listPlaybooks: {},
  getChoiceTable: {},
  getIncidentChoice: {},
  getPlaybook: { params: { playbook: encodeURIComponent(PLAYBOOK) } },
  exportPlaybook: { params: { playbook: encodeURIComponent(PLAYBOOK) } },
  comparePlaybooks: {
    params: { playbook: encodeURIComponent(PLAYBOOK) },
    query: `?from=${encodeURIComponent(PLAYBOOK)}`,
  },
  // The very version that is here already: taken, and nothing changes.
  importPlaybook: { body: { text: PLAYBOOK_TEXT } },
  revokePlaybook: { body: { reason: 'tested' }, params: { playbook: encodeURIComponent(PLAYBOOK) } },
  tryPlaybook: { body: { playbook: PLAYBOOK } },
  listShadows: {},
  explainAlert: { params: { alert: 'scan-1' } },
  explainZoneAlert: { params: { zone: 'z', alert: 'scan-1' } },
  listAlerts: {},
  listDeadLetters: {},
  listRules: {},
  getRuleFile: { query: '?file=recon-then-write.yml' },
  // Refused by its fault before anything is read, which is an answer.
  startWhatIf: { body: { files: [{ file: 'a.yml', text: 'name: [' }], days: 1 } },
  getWhatIf: { query: '?id=t1' },
  stopWhatIf: { query: '?id=t1' },
}
/** The alarm stands, and nothing hides it but what is given. */
async function clearAlarms(cover?: { kind: 'request' | 'shelf' | 'maintenance'; rule?: string }): Promise<void> {
  const alarms = app.get(Mongo).collection('alarms').collection
  await alarms.replaceOne({ _id: STANDING as never }, standing(), { upsert: true })
  const shelves = app.get(Mongo).collection('shelves').collection
  await shelves.deleteMany({})
  if (!cover) return
  const place = { id: 'asked', plant: OWN, zone: 'z', reason: 'tested', by: 'other', ...cover }
  const span = cover.kind === 'request' ? {} : { v: 1, from: Date.now(), until: Date.now() + 3_600_000 }
  const document = { v: 1, id: 'asked', version: 1, plant: OWN, at: 1, cover: { ...place, ...span }, outbox: [] }
  await shelves.insertOne({ _id: 'asked' as never, ...document })
}
async function latchAlarm(): Promise<void> {
  await clearAlarms()
  const state = { at: 'latchedAcknowledged', since: 1 }
  await app
    .get(Mongo)
    .collection('alarms')
    .collection.updateOne({ _id: STANDING as never }, { $set: { state } })
}
async function openTargetSession(): Promise<void> {
  const now = Date.now()
  const session = { v: 1, user: 'target', createdAt: now, expiresAt: now + 60_000 }
  const sessions = app.get(Mongo).collection('sessions').collection
  await sessions.replaceOne({ _id: 'matrix-session' as never }, session, { upsert: true })
}
const ask = async (name: RouteName, where: string, cookie?: string) => {
  const { method, path } = ROUTES[name] as Route
  const { body, params, query = '', before } = ASKED[name]
  await before?.()
  const filled = path.replace(/:([a-z]+)/gi, (_, key: string) =>
    key === 'incident' ? idOf(where) : key === 'plant' ? where : (params?.[key] as string),
  )
  const headers = { ...CSRF, ...(cookie ? { cookie } : {}) }
  return fetch(`${url}${filled}${query}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
}
async function expectFits(name: RouteName, answer: Response): Promise<void> {
  const { as, answer: schema } = ROUTES[name] as Route
  const text = await answer.text()
  const values: unknown[] =
    as === 'ndjson'
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown)
      : [as === 'file' ? text : (JSON.parse(text) as unknown)]
  expect(values.length).toBeGreaterThan(0)
  for (const value of values) {
    schema.parse(value)
    expect(undocumentedAnswer(name, value)).toBe('')
  }
}
const isGranted = (role: Role, name: RouteName): boolean =>
  (CAN[ROUTES[name].access as keyof typeof CAN] as readonly Role[]).includes(role)

const names = Object.keys(ROUTES) as RouteName[]
const permitted = names.filter((name) => !['public', 'own-account', 'signed-in'].includes(ROUTES[name].access))
const isEverywhere = (name: RouteName): boolean => (ROUTES[name] as Route).scope === 'everywhere'
const ofOne = permitted.filter((name) => /:(incident|plant)\b/.test(ROUTES[name].path))

describe('who may do what', () => {
  const incidents = () => app.get(Mongo).collection('incidents').collection
  beforeAll(async () => {
    await incidents().insertOne({ _id: BESIDE as never, ...incident({ id: BESIDE, plant: OWN, lastAt: 0 }), outbox: [] }) // prettier-ignore
  })
  afterAll(async () => {
    await incidents().deleteOne({ _id: BESIDE as never })
  })

  test('is asked for every route', () => {
    expect(Object.keys(ASKED).sort()).toEqual([...names].sort())
  })

  test.each(names.filter((name) => ROUTES[name].access !== 'public'))('%s needs a session', async (name) => {
    expect((await ask(name, OWN)).status).toBe(401)
    expect((await ask(name, OWN, `genba_session=${'x'.repeat(43)}`)).status).toBe(401)
  })

  describe.each(Role.options)('%s', (role) => {
    test.each(permitted)('asks %s of the own plant', async (name) => {
      const answer = await ask(name, OWN, cookies.get(role))
      expect(answer.status).toBe(isGranted(role, name) && !isEverywhere(name) ? 200 : 403)
      if (answer.ok) await expectFits(name, answer)
    })

    test.each(permitted.filter(isEverywhere))('of all plants asks %s', async (name) => {
      const answer = await ask(name, OWN, everywhere.get(role))
      expect(answer.status).toBe(isGranted(role, name) ? 200 : 403)
      if (answer.ok) await expectFits(name, answer)
    })

    test.each(ofOne)('asks %s of another plant', async (name) => {
      const answer = await ask(name, OTHER, cookies.get(role))
      const isSeen = isGranted(role, ROUTES[name].path.includes(':incident') ? 'getIncident' : 'getPlant')
      expect(answer.status).toBe(isSeen ? 404 : 403)
      // The same words as for an incident that does not exist.
      const unknown = await ask(name, 'p9', cookies.get(role))
      expect([unknown.status, (await unknown.text()).replaceAll('p9', OTHER)]).toEqual([
        answer.status,
        await answer.text(),
      ])
    })
  })

  test('lists hold the own plants only', async () => {
    await app.get(FollowIncidents).reread()
    const cookie = cookies.get('shift-leader') as string
    const plants = ROUTES.listPlants.answer.parse(await (await ask('listPlants', OWN, cookie)).json())
    expect(plants.plants.map(({ id }) => id)).toEqual([OWN])
    const list = ROUTES.listIncidents.answer.parse(await (await ask('listIncidents', OWN, cookie)).json())
    expect(list.incidents).toMatchObject([
      { id: idOf(OWN), response: { state: 'waiting', waiting: [{ answered: [] }] } },
      { id: BESIDE },
    ])
    expect((await fetch(`${url}/v1/incidents?plant=${OTHER}`, { headers: { cookie } })).status).toBe(403)
    expect((await fetch(`${url}/v1/incidents?limit=1000`, { headers: { cookie } })).status).toBe(400)
    const pageOf = async (query: string) =>
      ROUTES.listIncidents.answer.parse(
        await (await fetch(`${url}/v1/incidents?${query}`, { headers: { cookie } })).json(),
      )
    const all = await pageOf('state=all')
    expect(all.next).toBeUndefined()
    const seen: string[] = []
    for (let after = ''; ;) {
      const page = await pageOf(`state=all&limit=1${after && `&after=${encodeURIComponent(after)}`}`)
      seen.push(...page.incidents.map(({ id }) => id))
      if (page.next === undefined) break
      after = page.next
    }
    expect(seen).toEqual(all.incidents.map(({ id }) => id))
    expect((await fetch(`${url}/v1/incidents?after=nonsense`, { headers: { cookie } })).status).toBe(400)
    const soc = await signIn(url, 'soc', PASSWORD)
    expect((await soc.incidents()).map(({ plant }) => plant).sort()).toEqual([OWN, OWN, OTHER])
    expect((await soc.incidents('closed')).length).toBe(0)
  })
})

describe('what a vendor promised', () => {
  test('is one promise however often it is sent, stands on the handover sheet and is kept once', async () => {
    const leader = cookies.get('shift-leader') as string
    const said = { key: 'twice-sent', vendor: 'Example', text: 'a new controller', until: Date.now() + 3_600_000 }
    const post = (path: string, body: unknown) =>
      fetch(`${url}/v1/plants/${OWN}/promises${path}`, {
        method: 'POST',
        headers: { ...CSRF, cookie: leader },
        body: JSON.stringify(body),
      })
    expect((await post('', { ...said, until: Date.now() - 1 })).status).toBe(400)
    const answers = [await post('', said), await post('', said)]
    const [{ id }] = (await Promise.all(answers.map((answer) => answer.json()))) as [{ id: string }]
    const sheet = async () => ROUTES.getHandover.answer.parse(await (await ask('getHandover', OWN, leader)).json()).now
    const mine = (await sheet()).promises.filter(({ text }) => text === said.text)
    expect(mine).toMatchObject([{ id, vendor: 'Example', until: said.until, by: nameOf('shift-leader') }])
    const kept = { as: 'kept', reason: 'it runs' }
    expect((await post(`/${encodeURIComponent(id)}/end`, kept)).status).toBe(200)
    expect((await post(`/${encodeURIComponent(id)}/end`, kept)).status).toBe(409)
    expect((await sheet()).promises.some((promise) => promise.id === id)).toBe(false)
  })
})

describe('the handover between two shifts', () => {
  const page = async (cookie: string): Promise<HandoverPage> =>
    ROUTES.getHandover.answer.parse(await (await ask('getHandover', OWN, cookie)).json())

  test('is signed by two people, and a newer sheet replaces one that nobody took', async () => {
    const leader = cookies.get('shift-leader') as string
    await app.get(FollowIncidents).reread()
    await ask('offerHandover', OWN, leader)
    const { id } = ROUTES.offerHandover.answer.parse(await (await ask('offerHandover', OWN, leader)).json())
    const { now, signed } = await page(leader)
    expect(now).toMatchObject({
      incidents: expect.arrayContaining([expect.objectContaining({ id: idOf(OWN) })]),
      approvals: [{ id: 'a1' }],
    })
    expect(signed[0]).toMatchObject({
      id,
      state: 'offered',
      sheet: { approvals: [{ id: 'a1' }], holds: [{ id: HOLD.id }] },
    })
    expect(signed[1]).toMatchObject({ state: 'replaced' })
    const take = (cookie: string) =>
      fetch(`${url}/v1/plants/${OWN}/handovers/${encodeURIComponent(id)}/take`, {
        method: 'POST',
        headers: { ...CSRF, cookie },
        body: JSON.stringify({ note: 'read' }),
      })
    expect(await problemOf(await take(leader))).toMatchObject({ code: 'OWN_HANDOVER' })
    const { cookie } = await signIn(url, 'shift', PASSWORD)
    expect((await take(cookie)).status).toBe(404)
    const next = await signIn(url, 'next-leader', PASSWORD)
    expect((await take(next.cookie)).status).toBe(200)
    expect(await problemOf(await take(next.cookie))).toMatchObject({ code: 'ALREADY_DECIDED' })
    expect((await page(leader)).signed[0]).toMatchObject({
      state: 'taken',
      taken: { user: 'next-leader', note: 'read' },
    })
    await app.get(AuditChain).verify()
  })
})

describe('rules', () => {
  const OWN_RULE = `name: spec-scan
detection: { s: { name: port scan }, condition: s }
---
name: spec-scans
title: spec scans
tags: [attack.discovery, attack.t0846]
correlation: { type: event_count, rules: [spec-scan], timespan: 5m, condition: { gte: 2 } }
`
  const soc = () => signIn(url, 'soc', PASSWORD)
  const tryOut = (person: Person, body: unknown) => person.post('/v1/rules/what-if', body)
  const ended = async (person: Person, id: string): Promise<WhatIfTrial> => {
    let trial: WhatIfTrial | undefined
    const look = async () => {
      trial = WhatIfTrial.parse(await person.get(`/v1/rules/what-if?id=${id}`))
      return trial.state !== 'running'
    }
    await until('the trial to end', look, 60_000, () => trial)
    return trial as WhatIfTrial
  }

  test('are listed with their place, and a file is shown as it is written', async () => {
    const list = RuleList.parse(await (await soc()).get('/v1/rules'))
    const rule = list.rules.find(({ id }) => id === 'recon-then-write')
    expect(rule).toMatchObject({ file: 'recon-then-write.yml', kind: 'temporal_ordered', groupBy: ['dst.ip'] })
    const { text } = RuleFileText.parse(await (await soc()).get('/v1/rules/file?file=recon-then-write.yml'))
    expect(
      text
        .split('\n')
        .slice((rule?.line ?? 0) - 1)
        .join('\n'),
    ).toMatch(/^(#.*\n|title|name)/)
    const answer = await fetch(`${url}/v1/rules/file?file=..%2Fpackage.json`, {
      headers: { cookie: (await soc()).cookie },
    })
    expect(answer.status).toBe(404)
  })

  test('are tried on the alerts of the topic, and the difference is told', async () => {
    const person = await soc()
    const answer = await tryOut(person, { files: [{ file: 'spec.yml', text: OWN_RULE }], days: 1 })
    const begun = WhatIfTrial.parse(await answer.json())
    const trial = await ended(person, begun.id)
    expect(trial).toMatchObject({
      state: 'done',
      progress: { alerts: 4, messages: 4, ofMessages: 4 },
      result: {
        rules: { added: ['spec-scans'], removed: [], changed: [] },
        signals: [{ id: 'spec-scans', before: 0, after: 1 }],
        counts: { before: 1, after: 1, changed: 1 },
        incidents: [{ kind: 'changed', plant: OWN, rules: [{ id: 'spec-scans', before: 0, after: 1 }] }],
        read: { alerts: 4, isCut: false },
      },
    })
  }, 90_000)

  test.each([
    ['a maintenance window', { kind: 'maintenance' }],
    ['a shelf', { kind: 'shelf', rule: 'spec:1' }],
  ])(
    'are tried behind %s of that time: what was hidden fires nothing, as above it did',
    async (_, differs) => {
      const span = { from: RECEIVED_AT - 1_000, until: RECEIVED_AT + 3_600_000 }
      const cover = {
        v: 1,
        id: 'c1',
        plant: OWN,
        zone: 'z',
        reason: 'pump is replaced',
        by: 'suzuki',
        ...span,
        ...differs,
      }
      const shelves = app.get(Mongo).collection('shelves').collection
      await shelves.insertOne({ _id: 'c1' as never, v: 1, id: 'c1', version: 2, plant: OWN, at: 1, cover, outbox: [] })
      try {
        const person = await soc()
        const answer = await tryOut(person, { files: [{ file: 'spec.yml', text: OWN_RULE }], days: 1, plants: [OWN] })
        const trial = await ended(person, WhatIfTrial.parse(await answer.json()).id)
        expect(trial).toMatchObject({ state: 'done', result: { rules: { added: ['spec-scans'] }, signals: [] } })
        expect(trial.result?.read.alerts).toBe(ALERTS.length)
      } finally {
        await shelves.deleteOne({ _id: 'c1' as never })
      }
    },
    90_000,
  )

  test('that are faulty are refused with file and line, and other plants are nobody’s to try on', async () => {
    const person = await soc()
    const faulty = OWN_RULE.replace('5m', '5x')
    const answer = await tryOut(person, { files: [{ file: 'spec.yml', text: faulty }], days: 1 })
    expect(WhatIfTrial.parse(await answer.json())).toMatchObject({
      state: 'refused',
      faults: [expect.stringMatching(/^spec\.yml:7 timespan "5x"/) as unknown],
    })
    const engineer = await signIn(url, nameOf('plant-engineer'), PASSWORD)
    expect((await tryOut(engineer, { files: [{ file: 'a.yml', text: '' }], days: 1, plants: [OTHER] })).status).toBe(
      403,
    )
    expect((await tryOut(person, { files: [{ file: '../a.yml', text: '' }], days: 1 })).status).toBe(400)
  })

  test('another’s trial over plants that are not one’s own is not there', async () => {
    await app.get(TrialStore).put({ ...TRIAL, id: 't2', plants: [OTHER] })
    await app.get(TrialStore).put({ ...TRIAL, id: 't3', plants: '*' })
    const headers = { cookie: cookies.get('plant-engineer') as string }
    for (const id of ['t2', 't3', 'nothing'])
      expect((await fetch(`${url}/v1/rules/what-if?id=${id}`, { headers })).status).toBe(404)
  })
})

describe('alerts', () => {
  const ids = (page: AlertPage) => page.alerts.map(({ alert: { id } }) => id)
  const ask = async (query: string) => {
    const person = await signIn(url, 'soc', PASSWORD)
    return AlertPage.parse(await person.get(`/v1/alerts?${query}`))
  }
  const NEWEST = [...ALERTS].sort((a, b) => b.receivedAt - a.receivedAt).map(({ id }) => id)

  test('are told newest first, page by page, each once', async () => {
    const whole = await ask('')
    expect(ids(whole).sort()).toEqual([...NEWEST].sort())
    expect(whole).toMatchObject({ looked: ALERTS.length })
    const paged: string[] = []
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: AlertPage = await ask(`limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      paged.push(...ids(page))
      cursor = page.next
    }
    expect(paged).toEqual(ids(whole))
  })

  test('are found in packs too, by zone and by text', async () => {
    const kafka = app.get(Kafka)
    const packed = packAlerts(
      ['a', 'b', 'c'].map((name) =>
        alert({ id: `packed-${name}`, at: RECEIVED_AT, zone: 'x', name: `Packed ${name}` }),
      ),
    )
    const producer = await kafka.connectProducer()
    const messages = packed.map(({ value, count }) => ({
      key: `${OWN}/x`,
      value,
      headers: { [PACK_HEADER]: String(count) },
    }))
    await producer.send({ topic: kafka.topicName('alert.v1'), acks: -1, messages })
    expect(ids(await ask(`plant=${OWN}&zone=x`))).toEqual(['packed-c', 'packed-b', 'packed-a'])
    expect(ids(await ask('text=PACKED%20b'))).toEqual(['packed-b'])
    const first = await ask(`plant=${OWN}&zone=x&limit=2`)
    expect(ids(await ask(`plant=${OWN}&zone=x&cursor=${first.next}`))).toEqual(['packed-a'])
  })

  test('in no incident, and of other plants, are told apart', async () => {
    expect(ids(await ask(`plant=${OWN}&zone=z&in=none`)).length).toBeGreaterThan(0)
    expect(ids(await ask(`plant=${OTHER}`))).toEqual([])
    const headers = { cookie: cookies.get('shift-leader') as string }
    expect((await fetch(`${url}/v1/alerts?plant=${OTHER}`, { headers })).status).toBe(403)
    expect((await fetch(`${url}/v1/alerts?cursor=nonsense`, { headers })).status).toBe(400)
  })
})

describe('what people do with alarms', () => {
  const send = async (name: RouteName, cookie: string, body: unknown, cover = '') =>
    fetch(`${url}${ROUTES[name].path.replace(':plant', OWN).replace(':cover', encodeURIComponent(cover))}`, {
      method: 'POST',
      headers: { ...CSRF, cookie },
      body: JSON.stringify(body),
    })
  const idIn = async (answer: Response) => ROUTES.shelveAlarm.answer.parse(await answer.json()).id
  const covers = async (cookie: string) =>
    ROUTES.listCovers.answer.parse(await (await ask('listCovers', OWN, cookie)).json()).covers
  const list = async (query: string) => {
    const headers = { cookie: cookies.get('auditor') as string }
    return ROUTES.listAlarms.answer.parse(
      await (await fetch(`${url}/v1/plants/${OWN}/alarms?${query}`, { headers })).json(),
    )
  }
  beforeEach(() => clearAlarms())
  afterAll(() => app.get(Mongo).collection('alarms').collection.deleteMany({}))

  test('shows one behind a shelf that has ended as it stands by now, without another alert, and lets it be acknowledged', async () => {
    await clearAlarms({ kind: 'shelf', rule: 'r' })
    const mongo = app.get(Mongo)
    const state = { at: 'shelved', since: 1, by: 'asked', condition: 'active' }
    await mongo.collection('alarms').collection.updateOne({ _id: STANDING as never }, { $set: { state } })
    const ids = async (query: string) => (await list(query)).alarms.map(({ id }) => id)
    expect([await ids(''), await ids('shown=shelved')]).toEqual([[], [STANDING]])
    await mongo.collection('shelves').collection.updateOne({ _id: 'asked' as never }, { $set: { 'cover.from': 1, 'cover.until': 2 } }) // prettier-ignore
    expect([await ids(''), await ids('shown=shelved')]).toEqual([[STANDING], []])
    expect((await list('')).alarms[0]?.state).toEqual({ at: 'unacknowledged', since: 2 })
    expect((await send('acknowledgeAlarm', cookies.get('shift-leader') as string, { alarm: STANDING })).status).toBe(
      200,
    )
  })

  test('lists them by what they are, page by page', async () => {
    const alarms = app.get(Mongo).collection('alarms').collection
    const more = [
      standing({ rule: 'b', lastAt: 9, rhythm: 'chattering' }),
      standing({ rule: 'c', lastAt: 9, age: 'stale', zone: 'y', asset: 'press' }),
      standing({ rule: 'd', state: { at: 'shelved', since: 1, by: 's', condition: 'active' } }),
      standing({ rule: 'e', drill: 'drill-1' }),
    ]
    await alarms.insertMany(more as never[])
    const rulesOf = async (query: string) => (await list(query)).alarms.map(({ rule }) => rule)
    expect(await rulesOf('')).toEqual(['c', 'b', 'r'])
    expect(await rulesOf('rhythm=chattering')).toEqual(['b'])
    expect(await rulesOf('age=stale&zone=y')).toEqual(['c'])
    expect(await rulesOf('asset=press')).toEqual(['c'])
    expect(await rulesOf('rule=b')).toEqual(['b'])
    expect(await rulesOf('rule=b&asset=press')).toEqual([])
    expect(await rulesOf('shown=shelved')).toEqual(['d'])
    expect(await rulesOf('drill=drill-1')).toEqual(['e'])
    const first = await list('shown=all&limit=2')
    const rest = await list(`shown=all&limit=2&after=${encodeURIComponent(first.next as string)}`)
    expect([...first.alarms, ...rest.alarms].map(({ rule }) => rule)).toEqual(['c', 'b', 'd', 'r'])
    expect(rest.next).toBeUndefined()
    await alarms.deleteMany({ rule: { $ne: 'r' } })
  })

  test('a shelf is told with its reason, stands on the handover sheet, and is ended early by another', async () => {
    const leader = cookies.get('shift-leader') as string
    const soc = cookies.get('soc-analyst') as string
    const input = { key: 'key-of-shelf', alarm: STANDING, reason: 'sensor is being cleaned', forMs: 3_600_000 }
    const id = await idIn(await send('shelveAlarm', soc, input))
    expect(await idIn(await send('shelveAlarm', soc, input))).toBe(id)
    const again = await send('shelveAlarm', leader, { ...input, key: 'another-key' })
    expect(await problemOf(again)).toMatchObject({ code: 'ALREADY_COVERED' })
    const [shelf] = await covers(leader)
    expect(shelf).toMatchObject({ id, cover: { kind: 'shelf', zone: 'z', rule: 'r', by: 'm-soc-analyst' } })
    const sheet = ROUTES.getHandover.answer.parse(await (await ask('getHandover', OWN, leader)).json()).now
    expect(sheet.shelves).toMatchObject([{ id, reason: 'sensor is being cleaned' }])
    expect((await send('returnAlarm', leader, { reason: 'cleaned' }, id)).status).toBe(200)
    const [ended] = await covers(leader)
    expect(ended).toMatchObject({ id, ended: { by: 'm-shift-leader', reason: 'cleaned' } })
    const late = await send('returnAlarm', leader, { reason: 'cleaned' }, id)
    expect(await problemOf(late)).toMatchObject({ code: 'NOT_OPEN' })
    const told: Lifecycle[] = []
    await app.get(Kafka).consume({
      group: 'spec-alarms',
      topics: ['lifecycle.v1'],
      onBatch: ({ batch }) => {
        for (const { value } of batch.messages) told.push(Lifecycle.parse(JSON.parse(String(value))))
        return Promise.resolve()
      },
    })
    const own = () => told.filter((one) => one.to === 'covered' && one.cover.id === id)
    await until('both covers in Kafka', () => own().length === 2)
    const ends = own().map((one) => (one.to === 'covered' ? one.cover.until : undefined))
    expect(ends[1]).toBeLessThan(ends[0] as number)
    expect(own()[0]).toMatchObject({ plant: OWN, by: 'm-soc-analyst', cover: { kind: 'shelf', rule: 'r' } })
    expect(shelf?.cover.kind === 'shelf' && shelf.cover.from).toBeGreaterThan(shelf?.at as number)
  })

  test('a shelf notes the addresses behind its alarm, those that the topic still has', async () => {
    const kafka = app.get(Kafka)
    const producer = await kafka.connectProducer()
    const values = packAlerts(
      ['10.0.0.7', '10.0.0.8', '10.0.0.9'].map((ip) => ({
        ...alert({ id: `from-${ip}`, at: RECEIVED_AT, zone: 'y' }),
        src: { ip },
      })),
    )
    const sent = await producer.send({
      topic: kafka.topicName('alert.v1'),
      acks: -1,
      messages: values.map(({ value, count }) => ({
        key: `${OWN}/y`,
        value,
        headers: { [PACK_HEADER]: String(count) },
      })),
    })
    const [{ partition, baseOffset = '' } = { partition: -1 }] = sent
    const samples = [`${partition}:${baseOffset}:0`, `${partition}:${baseOffset}:2`, `${partition}:9999999`]
    const alarm = standing({ zone: 'y', samples })
    await app
      .get(Mongo)
      .collection('alarms')
      .collection.insertOne(alarm as never)
    const soc = cookies.get('soc-analyst') as string
    const input = { key: 'key-of-sources', alarm: alarm.id, reason: 'seen', forMs: 900_000 }
    const id = await idIn(await send('shelveAlarm', soc, input))
    const shelf = (await covers(soc)).find((one) => one.id === id)
    expect(shelf?.cover).toMatchObject({ kind: 'shelf', sources: ['10.0.0.7', '10.0.0.9'] })
  })

  test('out of service needs a second person', async () => {
    const leader = cookies.get('shift-leader') as string
    const engineer = cookies.get('plant-engineer') as string
    const input = { key: 'key-of-out', zone: 'z', rule: 'r', reason: 'sensor is broken' }
    expect(await problemOf(await send('requestOutOfService', leader, { ...input, zone: 'nowhere' }))).toMatchObject({
      code: 'BAD_INPUT',
      at: 'zone',
    })
    const id = await idIn(await send('requestOutOfService', leader, input))
    const yes = { answer: 'approve', reason: 'seen it' }
    expect(await problemOf(await send('decideOutOfService', leader, yes, id))).toMatchObject({ code: 'OWN_REQUEST' })
    expect((await send('decideOutOfService', engineer, yes, id)).status).toBe(200)
    expect(await problemOf(await send('decideOutOfService', engineer, yes, id))).toMatchObject({
      code: 'ALREADY_DECIDED',
    })
    expect(await covers(leader)).toMatchObject([
      { id, cover: { kind: 'outOfService', by: 'm-shift-leader', approvedBy: 'm-plant-engineer' } },
    ])
    expect((await send('endMaintenance', leader, { reason: 'x' }, id)).status).toBe(404)
    expect((await send('returnAlarm', leader, { reason: 'replaced' }, id)).status).toBe(200)
    await app.get(AuditChain).verify()
  })

  test('is refused where the bounds of a document are not kept, or nothing waits', async () => {
    const leader = cookies.get('shift-leader') as string
    const work = { key: 'key-of-work', zone: 'z', reason: 'valve', from: Date.now(), until: 1 }
    expect(await problemOf(await send('planMaintenance', leader, work))).toMatchObject({
      code: 'BAD_INPUT',
      at: 'until',
    })
    await app
      .get(Mongo)
      .collection('alarms')
      .collection.updateOne({ _id: STANDING as never }, { $set: { state: { at: 'acknowledged', since: 1 } } })
    expect(await problemOf(await send('acknowledgeAlarm', leader, { alarm: STANDING }))).toMatchObject({
      code: 'ALREADY_DECIDED',
    })
    expect((await send('acknowledgeAlarm', leader, { alarm: 'p1/z/-/nothing' })).status).toBe(404)
    expect(await problemOf(await send('resetAlarm', leader, { alarm: STANDING }))).toMatchObject({ code: 'ALREADY_DECIDED' }) // prettier-ignore
    await latchAlarm()
    expect((await send('resetAlarm', leader, { alarm: STANDING, note: 'valve closed' })).status).toBe(200)
  })
})

describe('measured and set values around an incident', () => {
  test('are those of its zones, of the real plant, and drawn small', async () => {
    const cookie = cookies.get('shift-leader') as string
    const from = Date.now() - 60_000
    const value = (more: Partial<Measurement>): Measurement => ({
      ...{ v: 1, id: randomUUID(), source: 's', plant: OWN, zone: 'z', tag: 't1', kind: 'measured', value: 1 },
      ...{ unit: 'kPa', quality: 'good', at: from, receivedAt: from },
      ...more,
    })
    const values = [
      ...Array.from({ length: 1_000 }, (_, index) => value({ at: from + index * 60, value: index === 500 ? 99 : 1 })),
      value({ kind: 'set', value: 5, at: from + 30_000 }),
      value({ zone: 'elsewhere', tag: 't2' }),
      value({ drill: 'd', tag: 't3' }),
    ]
    const sent = values.map((each) => ({ key: zoneId(OWN, each.zone), value: each }))
    await app.get(Kafka).send('measurement.v1', sent)
    const ends = { from: String(from), until: String(from + 60_000) }
    const path = ROUTES.listIncidentMeasurements.path.replace(':incident', idOf(OWN))
    const get = (query: Record<string, string>) =>
      fetch(`${url}${path}?${new URLSearchParams(query)}`, { headers: { cookie } })
    const told = ROUTES.listIncidentMeasurements.answer.parse(await (await get(ends)).json())
    expect(told).toMatchObject({ from, until: from + 60_000, unread: [], evicted: 0 })
    expect(told.series).toMatchObject([
      { tag: 't1', kind: 'measured', unit: 'kPa', count: 1_000 },
      { tag: 't1', kind: 'set', count: 1, points: [[from + 30_000, 5]] },
    ])
    const points = told.series[0]?.points ?? []
    expect(points.length).toBeLessThan(400)
    expect(Math.max(...points.map(([, one]) => one))).toBe(99)
    expect(await problemOf(await get({ from: '5' }))).toMatchObject({ code: 'BAD_INPUT', at: 'until' })
    expect(await problemOf(await get({ from: '5', until: '4' }))).toMatchObject({ code: 'BAD_INPUT', at: 'until' })
  })
})

describe('why an alert is in an incident', () => {
  const why = async (path: string): Promise<Explanation> => {
    const soc = await signIn(url, 'soc', PASSWORD)
    return ROUTES.explainAlert.answer.parse(await soc.get(path))
  }
  const inZone = (id: string, query = '') => why(`/v1/plants/${OWN}/zones/z/alerts/${id}/why${query}`)

  test('is answered from the topic, by the rules of the correlator', async () => {
    const told = await inZone('write-1', `?receivedAt=${RECEIVED_AT}`)
    expect(told).toMatchObject({
      verdict: 'signal-only',
      deliveries: 1,
      read: { from: 'topic', alerts: 3, isCut: false },
    })
    expect(told.rules[0]).toMatchObject({
      id: 'recon-then-write',
      outcome: 'fired',
      group: { 'dst.ip': '10.0.0.3' },
      window: { count: 2, needed: 2, elsewhere: 0 },
      signal: { count: 2 },
    })
  })

  test('names the incident that has its signal, and what is missing where no rule fired', async () => {
    const { signal } = (await inZone('scan-1')).rules[0] as { signal: ExplainedSignal }
    const summary: SignalSummary = {
      ...signal,
      revision: 1,
      zone: 'z',
      rule: { id: 'recon-then-write', title: { ja: '例', en: 'sample' }, techniques: [] },
      group: { 'dst.ip': '10.0.0.3' },
      timespanMs: 600_000,
      severity: 80,
    }
    const incidents = app.get(Mongo).collection('incidents').collection
    const change = { signals: [summary], openedAt: RECEIVED_AT, lastAt: RECEIVED_AT + 1_000 }
    await incidents.updateOne({ _id: idOf(OWN) as never }, { $set: change })
    const told = await why(`/v1/incidents/${idOf(OWN)}/alerts/scan-1/why`)
    expect(told).toMatchObject({ verdict: 'in-incident', incident: idOf(OWN), joins: [{ code: 'joined' }] })
    expect(await inZone('scan-1')).toMatchObject({ verdict: 'in-incident', incident: idOf(OWN) })
    const apart = await why(`/v1/incidents/${idOf(OWN)}/alerts/scan-2/why`)
    expect(apart).toMatchObject({ verdict: 'no-rule-fired', joins: [] })
    expect(apart.rules[0]).toMatchObject({ outcome: 'waiting', window: { count: 1, needed: 2, elsewhere: 2 } })
    await writeBoth(OWN)
  })

  test('names who took its alarm out of service, and why', async () => {
    const { alert: asked, alarm } = await inZone('write-1')
    expect(alarm).toEqual({ is: 'repeat', counts: 'full' })
    const id = 'out-1'
    const cover = {
      ...{ kind: 'outOfService', v: 1, id, plant: OWN, zone: 'z', rule: asked.rule, reason: 'broken' },
      ...{ by: 'suzuki', approvedBy: 'tanaka', from: 0 },
    }
    const shelves = app.get(Mongo).collection('shelves').collection
    await shelves.insertOne({ _id: id as never, v: 1, id, version: 2, plant: OWN, at: 1, cover, outbox: [] })
    expect((await inZone('write-1')).alarm).toMatchObject({
      is: 'outOfService',
      cover: { kind: 'outOfService', id, by: 'suzuki', reason: 'broken' },
    })
    await shelves.deleteOne({ _id: id as never })
  })

  test('names the rule of the plant that suppresses it by design while the plant stands', async () => {
    const { rule } = (await inZone('write-1')).alert
    const when = { kind: 'plantState', states: ['stopped'] }
    const suppression = [{ id: 'idle', zones: ['z'], when, suppress: [rule], reason: 'nothing moves', releaseMs: 0 }]
    const plants = app.get(Mongo).collection('plants').collection
    const own = { _id: OWN as never }
    const alarms = { suppression, latched: [] }
    await plants.updateOne(own, { $set: { alarms, stateSpans: [{ from: 0, state: 'stopped' }] } as never })
    await app.get(Plants).refresh()
    expect((await inZone('write-1')).alarm).toMatchObject({
      is: 'suppressed',
      cover: { kind: 'design', id: 'idle', reason: 'nothing moves' },
    })
    await plants.updateOne(own, { $unset: { alarms: '', stateSpans: '' } })
    await app.get(Plants).refresh()
    expect((await inZone('write-1')).alarm).toEqual({ is: 'repeat', counts: 'full' })
  })

  test('stands on the samples when the topic no longer has it', async () => {
    const kept = alert({ id: 'old-1', at: RECEIVED_AT - 30 * 86_400_000, severity: 10 })
    const incidents = app.get(Mongo).collection('incidents').collection
    await incidents.updateOne({ _id: idOf(OWN) as never }, { $set: { samples: [kept] } })
    const told = await why(`/v1/incidents/${idOf(OWN)}/alerts/old-1/why`)
    expect(told).toMatchObject({ verdict: 'no-rule-matched', read: { from: 'samples', alerts: 1, isCut: true } })
    await writeBoth(OWN)
  })

  test('is not found for an alert that is nowhere, nor asked in vain', async () => {
    const cookie = cookies.get('soc-analyst') as string
    const gone = await fetch(`${url}/v1/plants/${OWN}/zones/z/alerts/nobody/why`, { headers: { cookie } })
    expect([gone.status, (await problemOf(gone)).code]).toEqual([404, 'NOT_FOUND'])
    const wrong = await fetch(`${url}/v1/plants/${OWN}/zones/z/alerts/x/why?receivedAt=soon`, { headers: { cookie } })
    expect(wrong.status).toBe(400)
  })

  test('refuses to start with rules that it cannot read', async () => {
    await expect(start({ RULES_DIR: join(dir, 'nowhere') })).rejects.toThrow('The rules folder cannot be read')
  })
})

describe('what a person asks of correlator and responder', () => {
  test('lands in Kafka once for each wish, whoever sent it how often', async () => {
    const seen: (Decision | Lifecycle)[] = []
    const keys = new Map<string, string | undefined>()
    await app.get(Kafka).consume({
      group: 'spec',
      topics: ['decision.v1', 'lifecycle.v1'],
      onBatch: async ({ batch }) => {
        for (const { key, value } of batch.messages) {
          const told = JSON.parse(String(value)) as Decision
          seen.push(told)
          keys.set(told.id, key?.toString())
        }
        return Promise.resolve()
      },
    })
    const leader = cookies.get('shift-leader') as string
    const { id } = ROUTES.decide.answer.parse(await (await ask('decide', OWN, leader)).json())
    expect(id).toBe(`${idOf(OWN)}~a1~m-shift-leader`)
    await until('decisions in Kafka', () => seen.filter((one) => one.id === id).length === 2)
    expect(Decision.parse(seen.find((one) => one.id === id))).toMatchObject({
      plant: OWN,
      by: { user: 'm-shift-leader', roles: ['shift-leader'] },
      what: { kind: 'approval', approval: 'a1', answer: 'approve', reason: 'tested' },
    })
    await until('wishes to close and retry', () =>
      ['r1:s1:1~retry', `${idOf(OWN)}~close~1`].every((wish) => seen.some((one) => one.id === wish)),
    )
    for (const wish of [id, 'r1:s1:1~retry', `${idOf(OWN)}~close~1`]) expect(keys.get(wish)).toBe(OWN)
  })

  test('is refused when there is nothing to decide any more', async () => {
    const cookie = cookies.get('shift-leader') as string
    const { responses, incidents } = {
      responses: app.get(Mongo).collection('responses').collection,
      incidents: app.get(Mongo).collection('incidents').collection,
    }
    await responses.updateOne(
      { _id: idOf(OWN) as never },
      { $set: { 'approvals.0.state': 'approved', 'runs.0.steps.0.state': { at: 'due', since: 2 } } },
    )
    await incidents.updateOne({ _id: idOf(OWN) as never }, { $set: { state: 'closed' } })
    expect(await problemOf(await ask('decide', OWN, cookie))).toMatchObject({ code: 'ALREADY_DECIDED' })
    expect(await problemOf(await ask('retryStep', OWN, cookie))).toMatchObject({ code: 'CHANGED_MEANWHILE' })
    expect(await problemOf(await ask('closeIncident', OWN, cookie))).toMatchObject({ code: 'NOT_OPEN' })
    await writeBoth(OWN)
  })
})

describe('live', () => {
  const connect = (at: string, headers: Record<string, string>): Socket => {
    const socket = io(at, { transports: ['websocket'], extraHeaders: headers, reconnection: false, forceNew: true })
    sockets.push(socket)
    return socket
  }
  const listen = async (at: string, cookie: string, room: string) => {
    const socket = connect(at, { cookie })
    const batches: LiveBatch[] = []
    const undocumented: string[] = []
    socket.on('live', (batch: LiveBatch) => {
      batches.push(batch)
      undocumented.push(undocumentedMessage('live', batch))
    })
    const answer: unknown = await socket.timeout(5_000).emitWithAck('join', room)
    undocumented.push(undocumentedMessage('joined', answer))
    const events = (): LiveEvent[] => batches.flatMap((batch) => batch.events)
    return { socket, batches, events, answer, undocumented }
  }
  const refusal = (socket: Socket): Promise<string> =>
    new Promise((resolve) => socket.once('connect_error', ({ message }) => resolve(message)))
  const entry = (id: string, version: number): TimelineEntry => ({
    v: 1,
    id,
    plant: OWN,
    incident: idOf(OWN),
    at: 5,
    kind: 'approval.approved',
    by: 'm-shift-leader',
    params: {},
    version,
  })

  test('lets nobody in without a session or from another site', async () => {
    expect(await refusal(connect(url, {}))).toBe('NOT_SIGNED_IN')
    expect(
      await refusal(connect(url, { cookie: cookies.get('soc-analyst') as string, origin: 'https://evil.example' })),
    ).toMatch(/websocket error|403/)
  })

  test.each(Role.options)('lets a %s into the rooms of the own plant only', async (role) => {
    const socket = connect(url, { cookie: cookies.get(role) as string })
    const join = (room: unknown): Promise<unknown> => socket.timeout(5_000).emitWithAck('join', room)
    const isReader = isGranted(role, 'getIncident')
    const yes = isReader ? { ok: true, seq: expect.any(Number) } : { ok: false, code: 'NOT_ALLOWED' }
    expect(await join(`plant:${OWN}`)).toEqual(yes)
    expect(await join(`incident:${idOf(OWN)}`)).toEqual(yes)
    expect(await join(`plant:${OTHER}`)).toEqual({ ok: false, code: 'NOT_ALLOWED' })
    expect(await join(`incident:${idOf(OTHER)}`)).toEqual({ ok: false, code: isReader ? 'NOT_FOUND' : 'NOT_ALLOWED' })
    expect(await join('fleet')).toEqual({ ok: false, code: 'NOT_ALLOWED' })
    for (const wrong of ['session:x', 42, null])
      expect(await join(wrong)).toEqual({ ok: false, code: isReader ? 'BAD_INPUT' : 'NOT_ALLOWED' })
    socket.disconnect()
  })

  test('tells those who may read every plant about all of them in one room', async () => {
    const { cookie } = await signIn(url, 'soc', PASSWORD)
    const { answer, events, socket } = await listen(url, cookie, 'fleet')
    expect(answer).toMatchObject({ ok: true })
    const opened = incident({ id: `${OTHER}~z~r~9`, plant: OTHER, severity: 95, zones: ['z'] })
    await app.get(Kafka).send('incident.v1', [{ key: OTHER, value: opened }])
    await until('the summary', () => events().some((event) => event.event === 'plant.summary'))
    const told = events().find((event) => event.event === 'plant.summary')
    expect(told).toMatchObject({ summary: { id: OTHER, severity: 95, hit: [{ zone: 'z' }] } })
    const fleet = ROUTES.listFleet.answer.parse(await (await ask('listFleet', OWN, cookie)).json())
    expect(fleet.plants.find(({ id }) => id === OTHER)).toMatchObject({ severity: 95 })
    const own = await ask('listFleet', OWN, cookies.get('shift-leader'))
    expect(ROUTES.listFleet.answer.parse(await own.json()).plants.map(({ id }) => id)).toEqual([OWN])
    await app.get(Kafka).send('incident.v1', [{ key: OTHER, value: { ...opened, version: 2, state: 'closed' } }])
    await until('the end', () => events().filter((event) => event.event === 'plant.summary').length > 1)
    socket.disconnect()
  })

  test('sees floods and silent sensors as soon as the correlator has written them', async () => {
    const alarm = standing({ plant: OTHER, rule: 'anomaly:silent', sensor: 't1' })
    const shelved = { ...alarm, _id: `${alarm._id}/2`, id: `${alarm.id}/2`, state: { at: 'shelved', by: 's' } }
    const position = { plant: OTHER, zone: 'z', flood: { at: 'flooding' } }
    const of = (name: 'alarms' | 'positions') => app.get(Mongo).collection(name).collection
    const alarms = [alarm, shelved].map((one) => ({ ...one, _id: `${OTHER}~${one._id}` }))
    await of('alarms').insertMany(alarms as never)
    await of('positions').insertMany([
      { ...position, _id: `${OTHER}/z` },
      { ...position, _id: `${OTHER}/z~d`, drill: 'd' },
    ] as never)
    const look = async () => {
      const { plants } = ROUTES.listFleet.answer.parse(
        await (await ask('listFleet', OWN, (await signIn(url, 'soc', PASSWORD)).cookie)).json(),
      )
      return plants.find(({ id }) => id === OTHER)
    }
    await until('the flood', async () => (await look())?.flooding.length === 1)
    expect(await look()).toMatchObject({ flooding: ['z'], silent: 1 })
    await of('positions').updateOne({ _id: `${OTHER}/z` } as never, { $set: { 'flood.at': 'quiet' } })
    await until('its end', async () => (await look())?.flooding.length === 0)
    await of('alarms').deleteMany({ plant: OTHER })
    await of('positions').deleteMany({ plant: OTHER })
  })

  test('tells an incident to the clients of every gateway, with numbers that follow', async () => {
    const cookie = cookies.get('soc-analyst') as string
    const clients = [await listen(url, cookie, `plant:${OWN}`), await listen(secondUrl, cookie, `plant:${OWN}`)]
    for (const { answer } of clients) expect(answer).toEqual({ ok: true, seq: expect.any(Number) })
    for (const version of [2, 3]) {
      const told = incident({ id: idOf(OWN), version, alerts: version * 10 })
      await app.get(Kafka).send('incident.v1', [{ key: OWN, value: told }])
      for (const { events } of clients)
        await until(`version ${version}`, () =>
          events().some((event) => event.event === 'incident.row' && event.row.version === version),
        )
    }
    for (const { batches, answer, socket, undocumented } of clients) {
      expect(undocumented.length).toBeGreaterThan(1)
      expect(undocumented.join('')).toBe('')
      const { seq } = answer as { seq: number }
      expect(batches.map((batch) => batch.seq)).toEqual(batches.map((_, i) => seq + i + 1))
      expect(batches.at(-1)).toMatchObject({
        room: `plant:${OWN}`,
        events: [{ event: 'incident.row', row: { alerts: 30, response: { state: 'waiting' } } }],
      })
      socket.disconnect()
    }
    const { incidents } = await (
      await signIn(secondUrl, 'soc', PASSWORD)
    )
      .get('/v1/incidents')
      .then((list) => ROUTES.listIncidents.answer.parse(list))
    expect(incidents.find(({ id }) => id === idOf(OWN))).toMatchObject({ version: 3 })
  })

  test('tells the page and the timeline of an incident to those who look at it', async () => {
    const { events, socket } = await listen(secondUrl, cookies.get('shift-leader') as string, `incident:${idOf(OWN)}`)
    await writeBoth(OWN, { incident: 3, response: 2 })
    await app.get(Kafka).send('timeline.v1', [{ key: OWN, value: entry('e1', 2) }])
    await until('the timeline entry', () => events().length >= 2)
    expect(events()).toEqual([
      { event: 'incident.page', incident: idOf(OWN), incidentVersion: 3, responseVersion: 2 },
      { event: 'timeline.added', entry: entry('e1', 2) },
    ])
    socket.disconnect()
  })

  test('tells a comment to those who look at the incident, at every gateway, once', async () => {
    const room = `incident:${idOf(OWN)}`
    const clients = [await listen(url, cookies.get('auditor') as string, room)]
    clients.push(await listen(secondUrl, cookies.get('shift-leader') as string, room))
    const comment = (key: string) =>
      fetch(`${url}/v1/incidents/${encodeURIComponent(idOf(OWN))}/comments`, {
        method: 'POST',
        headers: { ...CSRF, cookie: cookies.get('shift-leader') as string },
        body: JSON.stringify({ key, text: 'the terminal is unplugged' }),
      })
    const written = ROUTES.addComment.answer.parse(await (await comment('live-key-1')).json())
    for (const { events } of clients)
      await until('the comment', () => events().some(({ event }) => event === 'comment.added'))
    expect(clients[1]?.events()).toContainEqual({ event: 'comment.added', comment: written })
    expect(ROUTES.addComment.answer.parse(await (await comment('live-key-1')).json())).toEqual(written)
    const list = ROUTES.listComments.answer.parse(await (await ask('listComments', OWN, cookies.get('auditor'))).json())
    expect(list.comments.filter(({ id }) => id === written.id)).toHaveLength(1)
    for (const { socket } of clients) socket.disconnect()
  })

  test('keeps a file with a comment, byte for byte, and gives it to be saved only', async () => {
    const cookie = cookies.get('shift-leader') as string
    const path = `${url}/v1/incidents/${encodeURIComponent(idOf(OWN))}/comments`
    const attach = (key: string, file: { name: string; base64: string }) =>
      fetch(path, { method: 'POST', headers: { ...CSRF, cookie }, body: JSON.stringify({ key, text: '', file }) })
    const bytes = randomBytes(FILE_MAX_BYTES)
    const file = { name: '現場の写真.html', base64: bytes.toString('base64') }
    const written = ROUTES.addComment.answer.parse(await (await attach('file-key-1', file)).json())
    expect(written.file).toEqual({
      name: file.name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    expect(ROUTES.addComment.answer.parse(await (await attach('file-key-1', file)).json())).toEqual(written)
    const get = (comment: string) => fetch(`${path}/${encodeURIComponent(comment)}/file`, { headers: { cookie } })
    const saved = await get(written.id)
    expect(saved.headers.get('content-type')).toBe('application/octet-stream')
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment;.*filename\*=UTF-8''%E7%8F%BE/)
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff')
    expect(Buffer.from(await saved.arrayBuffer()).equals(bytes)).toBe(true)
    expect((await get('live-key-1')).status).toBe(404)
    // A crash left the bytes of a first try without their comment: those are what the comment is about.
    await app.get(CommentStore).addFile(`${idOf(OWN)}~${written.by}~file-key-6`, bytes)
    const again = await attach('file-key-6', { name: 'x', base64: 'eA==' })
    expect(ROUTES.addComment.answer.parse(await again.json()).file).toEqual({ ...written.file, name: 'x' })
    const larger = { name: 'x', base64: randomBytes(FILE_MAX_BYTES + 3).toString('base64') }
    for (const [key, wrong] of [
      ['file-key-2', { name: '../x', base64: 'eA==' }],
      ['file-key-3', { name: 'x', base64: 'no base64' }],
      ['file-key-4', { name: 'x', base64: '' }],
      ['file-key-5', larger],
    ] as const)
      expect(await problemOf(await attach(key, wrong))).toMatchObject({ code: 'BAD_INPUT' })
  })

  test('tells what changed while a message was lost', async () => {
    const { events, socket } = await listen(url, cookies.get('shift-leader') as string, `plant:${OWN}`)
    await writeBoth(OWN, { incident: 4, response: 5 })
    await app.get(FollowIncidents).reread()
    await until('the row', () => events().length > 0)
    expect(events()).toMatchObject([{ event: 'incident.row', row: { version: 4, response: { version: 5 } } }])
    socket.disconnect()
  })

  test('stays quiet after leaving', async () => {
    const { events, socket } = await listen(url, cookies.get('shift-leader') as string, `plant:${OWN}`)
    const witness = await listen(url, cookies.get('shift-leader') as string, `plant:${OWN}`)
    expect(await socket.emitWithAck('leave', `plant:${OWN}`)).toMatchObject({ ok: true })
    await app.get(Kafka).send('incident.v1', [{ key: OWN, value: incident({ id: idOf(OWN), version: 5 }) }])
    await until('the witness', () => witness.events().length > 0)
    expect(events()).toEqual([])
    socket.disconnect()
    witness.socket.disconnect()
  })

  test('ends at sign-out, at every gateway', async () => {
    const { cookie } = await signIn(url, 'soc', PASSWORD)
    const client = await listen(secondUrl, cookie, `plant:${OWN}`)
    expect(client.answer).toMatchObject({ ok: true })
    // The session stays in the store, so that the other gateway can only know it from this one.
    const kept = jest.spyOn(app.get(SessionStore), 'delete').mockResolvedValue()
    await fetch(`${url}/v1/session`, { method: 'DELETE', headers: { cookie, 'x-genba-csrf': '1' } })
    await until('the other gateway to end the connection', () => client.socket.disconnected)
    kept.mockRestore()
  })

  test('ends when the session expired or a grant was taken back', async () => {
    const { cookie } = await signIn(url, 'soc', PASSWORD)
    const { cookie: other } = await signIn(url, 'auditor', PASSWORD)
    const clients = [await listen(url, cookie, `plant:${OWN}`), await listen(url, other, `plant:${OWN}`)]
    await app
      .get(Mongo)
      .collection('sessions')
      .collection.updateMany({ user: 'soc' }, { $set: { expiresAt: 1 } })
    await app
      .get(Mongo)
      .collection('users')
      .collection.updateOne({ _id: 'auditor' as never }, { $set: { grants: [] } })
    await until('both connections to end', () => clients.every(({ socket }) => socket.disconnected))
  })
})
