import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import {
  type Approval,
  type ResponseDecision,
  type Incident,
  type Response,
  type Role,
  type TimelineEntry,
} from '@genba/contracts'
import { AuditChain, EngineConfig, Kafka, Mongo, Readiness, createLog, readConfig } from '@genba/platform'
import { readPlant } from '@genba/plant'
import { Redis } from 'ioredis'
import { testEngines, type TestEngines } from '../../../test/engines.js'
import { until } from '../../../test/stack.js'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const QUIET_MS = 400
jest.setTimeout(60_000)

let engines: TestEngines
let mongo: Mongo
let kafka: Kafka
let redis: Redis
let receiver: Receiver
let responder: Responder
let playbooks: string

/** A firewall that counts what it was asked to do, by idempotency key; `answer` says what it answers and when. */
type Block = { key: string; path: string; body: Record<string, unknown> }
class Receiver {
  readonly calls: Block[] = []
  answer: (call: Block, nth: number) => number | Promise<number> = () => 200
  private constructor(private readonly server: Server) {}
  static async open(): Promise<Receiver> {
    const server = createServer()
    const self = new Receiver(server)
    server.on('request', (request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        const call: Block = {
          key: String(request.headers['idempotency-key']),
          path: request.url ?? '',
          body: JSON.parse(text) as Block['body'],
        }
        self.calls.push(call)
        const nth = self.calls.filter(({ key }) => key === call.key).length
        void Promise.resolve(self.answer(call, nth)).then((status) =>
          response.writeHead(status, status === 307 ? { location: '/elsewhere' } : {}).end('{}'),
        )
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return self
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }
  of(incident: string): Block[] {
    return this.calls.filter(({ body }) => body['incident'] === incident)
  }
  keysOf = (incident: string): string[] => [...new Set(this.of(incident).map(({ key }) => key))]
  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}

/** The built responder as a process of its own. */
class Responder {
  private child: ChildProcess | undefined
  private url = ''
  private said = ''
  async start(): Promise<void> {
    this.url = ''
    const env = {
      ...process.env,
      ...engines.env,
      LOG_LEVEL: 'info',
      RESPONDER_PORT: '0',
      GENBA_CONNECTORS: JSON.stringify({ 'plant-firewall': { type: 'http-api', url: receiver.url, timeoutMs: 5_000 } }),
      PLAYBOOKS_DIR: playbooks,
      QUIET_MS: String(QUIET_MS),
      QUIET_LOOKS_MAX: '3',
      LOOPS_MAX: '2',
      RECONCILE_MS: '500',
      RETRY_MS: '50',
      TRIES_MAX: '3',
      LOCK_MS: '1500',
    }
    const child = spawn(process.execPath, ['--enable-source-maps', here('../dist/main.js')], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.said = (this.said + chunk.toString()).slice(-20_000)
        this.url = /"url":"([^"]+)"/.exec(this.said)?.[1] ?? this.url
      })
    }
    await until(
      'the responder to listen',
      () => this.url !== '',
      20_000,
      () => this.said,
    )
    await until(
      'the responder to be ready',
      async () => (await fetch(`${this.url}/ready`)).ok,
      30_000,
      () => this.said,
    )
  }
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.url}/metrics`)).text()
    return Number(new RegExp(`^genba_${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
  }
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
    this.said = ''
  }
}

let serial = 0
function incident(part: Partial<Incident> & { rule?: string; zone?: string } = {}): Incident {
  const { rule = 'recon-then-write', zone = 'line-1', ...more } = part
  const at = 1_700_000_000_000 + ++serial
  const both = { ja: '_', en: '_' }
  return {
    v: 1,
    id: `model-factory~${zone}~${rule}~${at}`,
    version: 1,
    plant: 'model-factory',
    title: both,
    state: 'open',
    zones: [zone],
    spread: [],
    openedAt: at,
    lastAt: at,
    severity: 90,
    alerts: 3,
    techniques: [],
    signals: [
      {
        id: 's',
        revision: 1,
        zone,
        rule: { id: rule, title: both, techniques: [] },
        group: {},
        timespanMs: 60_000,
        firstAt: at,
        lastAt: at,
        firedAt: at,
        count: 3,
        severity: 90,
      },
    ],
    groups: [],
    samples: [],
    actors: ['asset:maintenance-terminal'],
    targets: [],
    assets: ['line-1-controller'],
    evicted: { signals: 0, groups: 0, samples: 0 },
    ...more,
  }
}

/** As the correlator does: the document first, then its message. */
async function tell(value: Incident): Promise<Incident> {
  await mongo
    .collection<Incident>('incidents')
    .collection.replaceOne({ _id: value.id as never }, { ...value, _id: value.id }, { upsert: true })
  await kafka.send('incident.v1', [{ key: value.plant, value }])
  return value
}
const grow = (value: Incident, part: Partial<Incident>): Promise<Incident> =>
  tell(Object.assign(value, part, { version: value.version + 1 }))

const responseOf = async (of: Incident): Promise<Response | undefined> =>
  (await mongo.collection<Response>('responses').findById(of.id).lean<Response>()) ?? undefined

async function waitFor(
  of: Incident,
  what: string,
  isTrue: (response: Response) => boolean,
  withinMs = 15_000,
): Promise<Response> {
  let seen: Response | undefined
  await until(
    `${what} of ${of.id}`,
    async () => (seen = await responseOf(of)) !== undefined && isTrue(seen),
    withinMs,
    () => ({ ...seen, runs: seen?.runs.map(({ steps }) => steps.map(({ state }) => state)) }),
  )
  return seen!
}
const inState = (of: Incident, state: Response['state'], withinMs?: number) =>
  waitFor(of, `response ${state}`, (response) => response.state === state, withinMs)
const waitingApproval = (response: Response): Approval => response.approvals.find(({ state }) => state === 'waiting')!
const kinds = (response: Response, prefix = ''): TimelineEntry['kind'][] =>
  response.timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith(prefix))

async function decide(
  of: Incident,
  what: ResponseDecision['what'],
  user = 'tanaka',
  roles: Role[] = ['shift-leader'],
  id = `d${++serial}`,
): Promise<void> {
  const value: ResponseDecision = {
    v: 1,
    id,
    plant: of.plant,
    incident: of.id,
    by: { user, roles },
    at: Date.now(),
    what,
  }
  await kafka.send('decision.v1', [{ key: of.plant, value }])
}
const say = async (of: Incident, answer: 'approve' | 'refuse', ...by: [string?, Role[]?, string?]): Promise<void> => {
  const { id } = waitingApproval((await responseOf(of))!)
  await decide(of, { kind: 'approval', approval: id, answer, reason: 'because' }, ...by)
}

beforeAll(async () => {
  engines = await testEngines('responder')
  const config = readConfig(EngineConfig, engines.env)
  const log = createLog('test', 'warn')
  const readiness = new Readiness()
  mongo = new Mongo(config, readiness)
  await mongo.onModuleInit()
  await mongo.createCollections()
  kafka = new Kafka(config, 'test', log, readiness)
  await kafka.createTopics()
  redis = new Redis(engines.env.REDIS_URL)
  const plant = readPlant(
    readFileSync(here('../../../libs/plant/plants/model-factory.yml'), 'utf8'),
    'model-factory.yml',
  )
  await mongo.collection('plants').collection.insertOne({ ...plant, _id: plant.id } as never)
  playbooks = mkdtempSync(join(tmpdir(), 'genba-playbooks-'))
  cpSync(here('../../../libs/playbook/playbooks'), playbooks, { recursive: true })
  const investigate = join(playbooks, 'investigate.json')
  // Changed, so its signature would not hold any more.
  const { signatures: _, ...changed } = JSON.parse(
    readFileSync(investigate, 'utf8').replace('"dueMs": 1800000', '"dueMs": 1500'),
  ) as Record<string, unknown>
  writeFileSync(investigate, JSON.stringify(changed))
  receiver = await Receiver.open()
  responder = new Responder()
  await responder.start()
}, 120_000)

afterAll(async () => {
  await responder?.end('SIGTERM')
  receiver?.close()
  redis?.disconnect()
  await kafka?.onModuleDestroy()
  await mongo?.onModuleDestroy()
  if (playbooks) rmSync(playbooks, { recursive: true, force: true })
  await engines?.stop()
}, 60_000)

describe('a response', () => {
  it('waits for the shift leader, blocks the conduit once, looks again and is done', async () => {
    const attack = await tell(incident())
    const waiting = await inState(attack, 'waiting')
    expect(waiting).toMatchObject({
      phase: 'decide',
      impact: { assets: ['line-1-controller'], importance: { s: 'medium' } },
    })
    expect(waitingApproval(waiting)).toMatchObject({
      people: 1,
      roles: ['shift-leader'],
      title: { en: 'Block conduit "Maintenance to production line 1" for 60 minutes' },
    })
    expect(receiver.of(attack.id)).toEqual([])

    await say(attack, 'approve')
    const done = await inState(attack, 'done')
    expect(receiver.of(attack.id)).toMatchObject([
      {
        path: '/v1/conduits/maintenance-line-1/block',
        body: { plant: 'model-factory', incident: attack.id, holdMs: 3_600_000, reason: 'recon-then-write' },
      },
    ])
    expect(done.clock.map(({ phase }) => phase)).toEqual(['observe', 'orient', 'decide', 'act'])
    expect(done.clock.every(({ leftAt }) => leftAt !== undefined)).toBe(true)
    expect(kinds(done, 'approval')).toEqual(['approval.requested', 'approval.approved'])
    expect(kinds(done).at(-1)).toBe('response.done')
    expect(done.timeline.every(({ version }) => version <= done.version)).toBe(true)
  })

  it('needs two people, one of them the shift leader, where the hit assets matter for safety', async () => {
    const attack = await tell(
      incident({ zones: ['line-1', 'supervision'], assets: ['line-1-controller', 'agv-control-pc'] }),
    )
    expect(waitingApproval(await inState(attack, 'waiting'))).toMatchObject({
      people: 2,
      mustInclude: ['shift-leader'],
    })
    await say(attack, 'approve', 'sato', ['soc-analyst'])
    const one = await waitFor(attack, 'the first answer', (response) => kinds(response).includes('approval.given'))
    expect([one.state, receiver.of(attack.id).length]).toEqual(['waiting', 0])
    await say(attack, 'approve', 'tanaka', ['shift-leader'])
    await inState(attack, 'done')
    expect(receiver.keysOf(attack.id)).toHaveLength(1)
  })

  it('asks a second person when the incident spreads to what matters for safety while people think', async () => {
    const attack = await tell(incident())
    await inState(attack, 'waiting')
    await grow(attack, { zones: ['line-1', 'supervision'], assets: ['line-1-controller', 'agv-control-pc'] })
    const spread = await waitFor(attack, 'the stricter approval', (response) => waitingApproval(response).people === 2)
    expect(spread.impact).toMatchObject({
      importance: { s: 'high' },
      assets: expect.arrayContaining(['agv-control-pc']),
    })
    await grow(attack, { state: 'closed', closedAt: attack.lastAt, closed: { by: 'sato', reason: 'test over' } })
    const closed = await inState(attack, 'done')
    expect(closed.approvals[0]?.state).toBe('withdrawn')
    expect(closed.timeline.slice(-2)).toMatchObject([
      { kind: 'approval.withdrawn', params: { reason: 'closed' } },
      { kind: 'response.done', by: 'sato' },
    ])
  })

  it('does nothing outside when people refuse, and keeps watching', async () => {
    const attack = await tell(incident())
    await inState(attack, 'waiting')
    await say(attack, 'refuse')
    const done = await inState(attack, 'done')
    expect(kinds(done)).toEqual(expect.arrayContaining(['approval.refused', 'step.failed']))
    expect(receiver.of(attack.id)).toEqual([])
  })

  it('takes a decision once, and tells one that comes too late or from the wrong person', async () => {
    const attack = await tell(incident())
    const { id } = waitingApproval(await inState(attack, 'waiting'))
    const approve = { kind: 'approval', approval: id, answer: 'approve', reason: 'ok' } as const
    await decide(attack, approve, 'mori', ['plant-engineer'])
    await decide(attack, approve, 'tanaka', ['shift-leader'], 'same')
    await decide(attack, approve, 'tanaka', ['shift-leader'], 'same')
    await decide(attack, { ...approve, answer: 'refuse' }, 'suzuki', ['shift-leader'])
    const done = await waitFor(
      attack,
      'both late answers',
      (response) =>
        response.state === 'done' && kinds(response).filter((kind) => kind === 'approval.late').length === 2,
    )
    expect(
      done.timeline.filter(({ kind }) => kind === 'approval.late').map(({ by, params }) => [by, params['code']]),
    ).toEqual([
      ['mori', 'NOT_AN_APPROVER'],
      ['suzuki', 'ALREADY_DECIDED'],
    ])
    expect(kinds(done).filter((kind) => kind === 'approval.approved')).toHaveLength(1)
    expect(receiver.of(attack.id)).toHaveLength(1)
  })

  it('of a drill never reaches the receiver', async () => {
    const drill = await tell(incident({ drill: 'autumn-2026' }))
    await inState(drill, 'waiting')
    await say(drill, 'approve')
    const done = await inState(drill, 'done')
    expect(done.drill).toBe('autumn-2026')
    expect(done.timeline.find(({ params }) => params['answer'] === 'simulated')).toBeDefined()
    expect(receiver.of(drill.id)).toEqual([])
  })

  it('escalates when nobody answers, asks more people and never approves', async () => {
    const attack = await tell(incident({ rule: 'many-distinct-sensors' }))
    const escalated = await waitFor(
      attack,
      'the escalation',
      (response) => kinds(response).filter((kind) => kind === 'approval.escalated').length >= 2,
    )
    expect(waitingApproval(escalated)).toMatchObject({
      roles: ['soc-analyst', 'shift-leader', 'plant-engineer'],
      state: 'waiting',
      answers: [],
    })
    await say(attack, 'refuse', 'sato', ['soc-analyst'])
    await inState(attack, 'done')
  })

  it('is taken over by a more special playbook when the incident turns out to be worse', async () => {
    const attack = await tell(incident({ rule: 'many-distinct-sensors' }))
    await inState(attack, 'waiting')
    const worse = incident()
    await grow(attack, { signals: [...attack.signals, ...worse.signals] })
    const after = await waitFor(
      attack,
      'the second run',
      (response) => response.runs.length === 2 && response.state === 'waiting',
    )
    expect(after.approvals.map(({ state }) => state)).toEqual(['withdrawn', 'waiting'])
    expect(waitingApproval(after).title.en).toContain('Block conduit')
    await say(attack, 'refuse')
    await inState(attack, 'done')
  })

  it('turns again while new alerts come, and asks a person when it has turned often enough', async () => {
    const attack = await tell(incident())
    let isOver = false
    const noise = (async () => {
      for (; !isOver; await new Promise((resolve) => setTimeout(resolve, 20)))
        await grow(attack, { alerts: attack.alerts + 1 })
    })()
    try {
      await inState(attack, 'waiting')
      await say(attack, 'refuse')
      await waitFor(attack, 'the second loop', (response) => response.loop === 2 && response.state === 'waiting')
      await say(attack, 'refuse')
      const parked = await inState(attack, 'parked')
      expect(parked.timeline.at(-1)).toMatchObject({ kind: 'step.parked', params: { error: 'LOOPS_EXHAUSTED' } })
    } finally {
      isOver = true
      await noise
    }
  })
})

describe('what goes wrong outside', () => {
  it('is tried again with the same key when the receiver is away', async () => {
    const attack = await tell(incident())
    receiver.answer = (call, nth) => (call.body['incident'] === attack.id && nth < 3 ? 503 : 200)
    await inState(attack, 'waiting')
    await say(attack, 'approve')
    await inState(attack, 'done')
    expect(receiver.of(attack.id)).toHaveLength(3)
    expect(receiver.keysOf(attack.id)).toHaveLength(1)
  })

  it.each([
    ['refuses', 422, 'CONNECTOR_REFUSED', 1],
    ['sends elsewhere', 307, 'CONNECTOR_REFUSED', 1],
    ['stays away', 500, 'CONNECTOR_AWAY', 3],
  ])('parks when the receiver %s, until a person retries', async (_, status, error, calls) => {
    const attack = await tell(incident())
    receiver.answer = (call) => (call.body['incident'] === attack.id ? status : 200)
    await inState(attack, 'waiting')
    await say(attack, 'approve')
    const parked = await inState(attack, 'parked')
    const step = parked.runs[0]!.steps.find(({ state }) => state.at === 'parked')!
    expect(step.state).toMatchObject({ error: `${error} plant-firewall ${receiver.url} status ${status}` })
    expect(receiver.of(attack.id)).toHaveLength(calls)

    receiver.answer = () => 200
    await decide(attack, { kind: 'retry', run: parked.runs[0]!.id, step: step.id, reason: 'repaired' }, 'auditor', [
      'auditor',
    ])
    await decide(attack, { kind: 'retry', run: parked.runs[0]!.id, step: step.id, reason: 'repaired' })
    const done = await inState(attack, 'done')
    expect(kinds(done)).toContain('step.retried')
    expect(receiver.keysOf(attack.id)).toHaveLength(2)
  })
})

describe('nothing is lost and nothing is done twice', () => {
  const MANY = 20

  it.each([
    ['keeps its jobs', false],
    ['loses everything', true],
  ])(
    'when the responder is killed while the receiver thinks, and Redis %s',
    async (_, isFlushed) => {
      const attacks = await Promise.all(Array.from({ length: MANY }, () => tell(incident())))
      await Promise.all(attacks.map((attack) => inState(attack, 'waiting', 30_000)))
      receiver.answer = (_, nth) => (nth === 1 ? new Promise((resolve) => setTimeout(resolve, 1_000, 200)) : 200)
      await Promise.all(attacks.map((attack) => say(attack, 'approve')))
      await until('some requests to be under way', () => attacks.some((attack) => receiver.of(attack.id).length > 0))
      await responder.end('SIGKILL')
      if (isFlushed) await redis.flushall()
      await responder.start()
      await Promise.all(attacks.map((attack) => inState(attack, 'done', 40_000)))
      // A repeat carries the same key, so a receiver that heeds it has blocked each conduit once.
      expect(attacks.map((attack) => receiver.keysOf(attack.id).length)).toEqual(attacks.map(() => 1))
      if (isFlushed) expect(await responder.metric('responder_jobs_restored_total')).toBeGreaterThan(0)
    },
    90_000,
  )

  it('when Redis loses everything under a running responder', async () => {
    receiver.answer = () => 200
    const attacks = await Promise.all(Array.from({ length: MANY }, () => tell(incident())))
    await Promise.all(attacks.map((attack) => waitFor(attack, 'a response', () => true)))
    await redis.flushall()
    await Promise.all(attacks.map((attack) => inState(attack, 'waiting', 30_000)))
    await Promise.all(attacks.map((attack) => say(attack, 'approve')))
    // By now what is left is in Redis only: the jobs that look again later.
    await until('every block', () => attacks.every((attack) => receiver.of(attack.id).length > 0))
    await redis.flushall()
    await Promise.all(attacks.map((attack) => inState(attack, 'done', 30_000)))
    expect(attacks.map((attack) => receiver.keysOf(attack.id).length)).toEqual(attacks.map(() => 1))
  }, 90_000)

  it('when messages come again: the same versions open and change nothing', async () => {
    const attack = await tell(incident())
    const before = await inState(attack, 'waiting')
    await kafka.send(
      'incident.v1',
      [1, 2, 3].map(() => ({ key: attack.plant, value: attack })),
    )
    const next = await tell(incident())
    await inState(next, 'waiting')
    expect((await responseOf(attack))?.version).toBe(before.version)
  })

  it('and the audit chain holds', async () => {
    await until(
      'every outbox to be told',
      async () =>
        (await mongo.collection('responses').countDocuments({ 'outbox.0': { $exists: true } } as never)) === 0,
    )
    expect(await new AuditChain(mongo).verify()).toBeGreaterThan(2 * MANY)
  })
})
