import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectTcp, createServer, type AddressInfo, type Server, type Socket as Wire } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { ROUTES, type Incident, type IncidentRow, type JoinAnswer, type LiveBatch } from '@genba/contracts'
import { EngineConfig, Kafka, Mongo, PlatformModule, readConfig } from '@genba/platform'
import { Test, type TestingModule } from '@nestjs/testing'
import { io, type Socket } from 'socket.io-client'
import { REPO } from '../../../../deploy/local/home.mjs'
import { testEngines, type TestEngines } from '../../../../test/engines.js'
import { signIn, type Person } from '../../../../test/person.js'
import { until } from '../../../../test/stack.js'
import { joined, takeBatch, type RoomState } from '../../../console/src/api/room.js'
import { readSetupConfig } from '../config.js'
import { runSetup } from '../setup/run-setup.js'
import { incident, plant } from '../testing/samples.js'

jest.setTimeout(120_000)

const PASSWORD = 'genba-spec-password'
const PLANT = 'p1'
const ROOM = `plant:${PLANT}`
const MAIN = join(REPO, 'apps/gateway/dist/main.js')

type Gateway = { child: ChildProcess; url: string }

let engines: TestEngines
let dir: string
let env: NodeJS.ProcessEnv
let module: TestingModule
let gateways: Gateway[] = []
let proxy: Server
const wires = new Set<Wire>()

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

async function startGateway(): Promise<Gateway> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { ...process.env, ...env, GATEWAY_PORT: String(port) },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  await until(
    'the gateway to be ready',
    async () => (await fetch(`${url}/ready`).catch(() => undefined))?.status === 200,
    90_000,
  )
  return { child, url }
}

/** A wire to the first gateway that a test can cut or hold. */
async function startProxy(): Promise<string> {
  const to = new URL((gateways[0] as Gateway).url)
  proxy = createServer((near) => {
    const far = connectTcp(Number(to.port), to.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      wires.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        wires.delete(one)
        other.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

beforeAll(async () => {
  engines = await testEngines('live')
  dir = mkdtempSync(join(tmpdir(), 'genba-live-'))
  mkdirSync(join(dir, 'plants'))
  writeFileSync(join(dir, 'plants', `${PLANT}.yml`), JSON.stringify(plant(PLANT)))
  const user = { name: 'soc', displayName: { ja: 'soc', en: 'soc' }, grants: [{ role: 'soc-analyst', plants: '*' }] }
  env = {
    ...engines.env,
    GENBA_PLANTS_DIR: join(dir, 'plants'),
    GENBA_USERS: JSON.stringify([{ ...user, password: PASSWORD }]),
  }
  await runSetup(readSetupConfig(env))
  module = await Test.createTestingModule({
    imports: [PlatformModule.for('live-spec', readConfig(EngineConfig, env))],
  }).compile()
  await module.init()
  gateways = await Promise.all([startGateway(), startGateway()])
}, 240_000)

afterAll(async () => {
  for (const wire of wires) wire.destroy()
  proxy?.close()
  for (const { child } of gateways) {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  await module?.close()
  await engines?.stop()
  if (dir) rmSync(dir, { recursive: true, force: true })
}, 60_000)

/** What the correlator would do: the document first, then the message. */
async function change(id: string, version: number): Promise<void> {
  const facts: Incident = incident({ id, plant: PLANT, version, alerts: version })
  const incidents = module.get(Mongo).collection('incidents').collection
  await incidents.replaceOne({ _id: id as never }, { ...facts, _id: id, outbox: [] }, { upsert: true })
  await module.get(Kafka).send('incident.v1', [{ key: PLANT, value: facts }])
}

/** A console: the room's state is that of the console's own code, what is missing is asked over REST. */
function watch(at: string, person: Person) {
  const rows = new Map<string, IncidentRow>()
  const applied = new Map<string, number[]>()
  let state: RoomState = { at: 'joining' }
  let catchUps = 0
  const put = (row: IncidentRow, isLive: boolean): void => {
    if ((rows.get(row.id)?.version ?? 0) >= row.version) return
    rows.set(row.id, row)
    if (isLive) applied.set(row.id, [...(applied.get(row.id) ?? []), row.version])
  }
  const catchUp = async (): Promise<void> => {
    catchUps += 1
    const list = ROUTES.listIncidents.answer.parse(await person.get('/v1/incidents?limit=200'))
    for (const row of list.incidents) put(row, false)
  }
  const socket: Socket = io(at, {
    transports: ['websocket'],
    extraHeaders: { cookie: person.cookie },
    reconnectionDelay: 100,
    reconnectionDelayMax: 300,
    forceNew: true,
  })
  socket.on('connect', () => {
    state = { at: 'joining' }
    void socket.emitWithAck('join', ROOM).then((answer: JoinAnswer) => {
      if (!answer.ok) throw new Error(answer.code)
      state = joined(answer.seq).state
      return catchUp()
    })
  })
  socket.on('live', (batch: LiveBatch) => {
    const step = takeBatch(state, batch)
    state = step.state
    for (const event of step.events) if (event.event === 'incident.row') put(event.row, true)
    if (step.catchUp) void catchUp()
  })
  return { socket, rows, applied, catchUps: () => catchUps }
}
const versionsOf = ({ rows }: { rows: Map<string, IncidentRow> }): Record<string, number> =>
  Object.fromEntries([...rows].map(([id, { version }]) => [id, version]))

describe('consoles of two gateway processes', () => {
  test('see the same without gap or repeat, though the wire of one is cut again and again', async () => {
    const wire = await startProxy()
    const person = await signIn((gateways[1] as Gateway).url, 'soc', PASSWORD)
    const consoles = [watch(wire, person), watch((gateways[1] as Gateway).url, person)]
    await until('both to have joined', () => consoles.every(({ catchUps }) => catchUps() > 0))
    const ids = Array.from({ length: 5 }, (_, n) => `${PLANT}~z~r~${n + 1}`)
    let cuts = 0
    for (let version = 1; version <= 40; version++) {
      for (const id of ids) await change(id, version)
      if (version % 10 === 5) {
        cuts += 1
        for (const cut of wires) cut.destroy()
      }
    }
    const last = Object.fromEntries(ids.map((id) => [id, 40]))
    await until(
      'both to show the last versions',
      () => consoles.every((one) => JSON.stringify(versionsOf(one), ids) === JSON.stringify(last, ids)),
      60_000,
      () => consoles.map(versionsOf),
    )
    for (const { applied } of consoles)
      for (const versions of applied.values()) expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
    expect(consoles[0]?.catchUps()).toBeGreaterThan(cuts)
    for (const { socket } of consoles) socket.disconnect()
  }, 240_000)

  test('end with a session that ends at the other process', async () => {
    const [here, there] = gateways as [Gateway, Gateway]
    const person = await signIn(here.url, 'soc', PASSWORD)
    const console = watch(there.url, person)
    await until('it to have joined', () => console.catchUps() > 0)
    await fetch(`${here.url}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: person.cookie, 'x-genba-csrf': '1' },
    })
    await until('the connection to end', () => !console.socket.connected, 10_000)
    console.socket.disconnect()
  })

  test('that do not read are cut off, cost no more than their bound, and fetch when they come back', async () => {
    const person = await signIn((gateways[0] as Gateway).url, 'soc', PASSWORD)
    const wire = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
    const slow = watch(wire, person)
    await until('it to have joined', () => slow.catchUps() > 0)
    const before = slow.catchUps()
    // Nobody reads: what the gateway sends stays with the gateway.
    for (const held of wires) held.pause()
    const cutOff = async (): Promise<number> => {
      const text = await (await fetch(`${(gateways[0] as Gateway).url}/metrics`)).text()
      return Number(/^genba_gateway_slow_clients_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1] ?? 0)
    }
    let version = 100
    const padding = 'x'.repeat(60_000)
    await until(
      'the slow one to be cut off',
      async () => {
        version += 1
        const facts = incident({
          id: `${PLANT}~z~r~9`,
          plant: PLANT,
          version,
          alerts: version,
          title: { ja: padding, en: padding },
        })
        await module.get(Kafka).send('incident.v1', [{ key: PLANT, value: facts }])
        return (await cutOff()) > 0
      },
      90_000,
    )
    for (const held of wires) held.destroy()
    await change(`${PLANT}~z~r~9`, version + 1)
    await until(
      'it to have fetched',
      () => slow.catchUps() > before && slow.rows.get(`${PLANT}~z~r~9`)?.version === version + 1,
      60_000,
    )
    slow.socket.disconnect()
  }, 240_000)
})
