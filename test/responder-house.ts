import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Approval, Incident, Response, ResponseDecision, Role, TimelineEntry } from '@genba/contracts'
import { EngineConfig, Kafka, Mongo, Readiness, createLog, readConfig } from '@genba/platform'
import { readPlant } from '@genba/plant'
import { testEngines, type TestEngines } from './engines.js'
import { until } from './stack.js'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** A firewall that counts what it was asked to do, by idempotency key; `answer` says what it answers and when. */
export type Block = { key: string; path: string; body: Record<string, unknown> }
export class Receiver {
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
export class Responder {
  private child: ChildProcess | undefined
  private url = ''
  private said = ''
  constructor(private readonly env: NodeJS.ProcessEnv) {}
  async start(): Promise<void> {
    this.url = ''
    const child = spawn(process.execPath, ['--enable-source-maps', here('../apps/responder/dist/main.js')], {
      env: this.env,
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

/** The shipped playbooks in a folder of their own, changed by `edit`; a changed one loses its signature, which would not hold any more. */
export function editedPlaybooks(edit: (text: string, file: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'genba-playbooks-'))
  cpSync(here('../libs/playbook/playbooks'), folder, { recursive: true })
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const text = readFileSync(join(folder, file), 'utf8')
    const edited = edit(text, file)
    if (edited === text) continue
    const { signatures: _, ...changed } = JSON.parse(edited) as Record<string, unknown>
    writeFileSync(join(folder, file), JSON.stringify(changed))
  }
  return folder
}

/** Real engines, the model factory, a firewall that counts, and the built responder as a process: what the specs of whole responses need. */
export class TestHouse {
  private serial = 0
  private constructor(
    readonly engines: TestEngines,
    readonly mongo: Mongo,
    readonly kafka: Kafka,
    readonly receiver: Receiver,
    readonly responder: Responder,
    private readonly playbooks: string,
  ) {}

  /** `playbooks` is a folder that is deleted in the end. */
  static async open(name: string, playbooks: string, more: NodeJS.ProcessEnv = {}): Promise<TestHouse> {
    const engines = await testEngines(name)
    const config = readConfig(EngineConfig, engines.env)
    const readiness = new Readiness()
    const mongo = new Mongo(config, readiness)
    await mongo.onModuleInit()
    await mongo.createCollections()
    const kafka = new Kafka(config, 'test', createLog('test', 'warn'), readiness)
    await kafka.createTopics()
    const file = here('../libs/plant/plants/model-factory.yml')
    const plant = readPlant(readFileSync(file, 'utf8'), file)
    await mongo.collection('plants').collection.insertOne({ ...plant, _id: plant.id } as never)
    const receiver = await Receiver.open()
    const responder = new Responder({
      ...engines.env,
      LOG_LEVEL: 'info',
      RESPONDER_PORT: '0',
      GENBA_CONNECTORS: JSON.stringify({ 'plant-firewall': { type: 'http-api', url: receiver.url, timeoutMs: 5_000 } }),
      PLAYBOOKS_DIR: playbooks,
      QUIET_MS: '400',
      QUIET_LOOKS_MAX: '3',
      LOOPS_MAX: '2',
      RECONCILE_MS: '500',
      RETRY_MS: '50',
      TRIES_MAX: '3',
      LOCK_MS: '1500',
      ...more,
    })
    await responder.start()
    return new TestHouse(engines, mongo, kafka, receiver, responder, playbooks)
  }

  async close(): Promise<void> {
    await this.responder.end('SIGTERM')
    this.receiver.close()
    await this.kafka.onModuleDestroy()
    await this.mongo.onModuleDestroy()
    rmSync(this.playbooks, { recursive: true, force: true })
    await this.engines.stop()
  }

  incident(part: Partial<Incident> & { rule?: string; zone?: string } = {}): Incident {
    const at = 1_700_000_000_000 + ++this.serial
    const { rule = 'recon-then-write', zone = 'line-1', ...more } = part
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
  async tell(value: Incident): Promise<Incident> {
    await this.mongo
      .collection<Incident>('incidents')
      .collection.replaceOne({ _id: value.id as never }, { ...value, _id: value.id }, { upsert: true })
    await this.kafka.send('incident.v1', [{ key: value.plant, value }])
    return value
  }

  async responseOf(of: Incident): Promise<Response | undefined> {
    return (await this.mongo.collection<Response>('responses').findById(of.id).lean<Response>()) ?? undefined
  }

  async waitFor(
    of: Incident,
    what: string,
    isTrue: (response: Response) => boolean,
    withinMs = 15_000,
  ): Promise<Response> {
    let seen: Response | undefined
    await until(
      `${what} of ${of.id}`,
      async () => (seen = await this.responseOf(of)) !== undefined && isTrue(seen),
      withinMs,
      () => ({ ...seen, runs: seen?.runs.map(({ steps }) => steps.map(({ state }) => state)) }),
    )
    return seen!
  }

  async decide(
    of: Incident,
    what: ResponseDecision['what'],
    user = 'tanaka',
    roles: Role[] = ['shift-leader'],
    id = `d${++this.serial}`,
  ): Promise<void> {
    const by = { user, roles }
    const value: ResponseDecision = { v: 1, id, plant: of.plant, incident: of.id, by, at: Date.now(), what }
    await this.kafka.send('decision.v1', [{ key: of.plant, value }])
  }
}

export const waitingApproval = (response: Response): Approval =>
  response.approvals.find(({ state }) => state === 'waiting')!
/** An answer to what waits; of several ways the one that the playbook names first. */
export function answerTo({ id, choice }: Approval, answer: 'approve' | 'refuse', reason: string) {
  const option = answer === 'approve' ? choice?.options[0]?.id : undefined
  return { kind: 'approval', approval: id, answer, ...(option === undefined ? {} : { option }), reason } as const
}
export const kinds = (response: Response, prefix = ''): TimelineEntry['kind'][] =>
  response.timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith(prefix))
