// @ts-check
// `npm run bench:console`: what many clients wait for live events, next to a bare Socket.IO broadcast of the same rows in the same run; frames of the
// situation with many plants; and when the first page can be used, next to an empty page. BENCH_CLIENTS, BENCH_ROUNDS, BENCH_PLANTS make it smaller;
// BENCH_ONLY=latency, frames or page measures only that.
import { fork } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from '../../deploy/local/build.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { homeOf, REPO } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'
import { at, figuresFor } from './figures.mjs'
import { partsMeasured } from './parts.mjs'

const say = speakTo(process.stdout)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 500)
const PLANTS = Number(process.env.BENCH_PLANTS ?? 10_000)
const measures = partsMeasured(['latency', 'frames', 'page'])
const UPDATES_PER_S = 50
const CHANGES_PER_S = 200
const MEASURED_MS = 15_000
const WARM_MS = 10_000
/** As many as one session may have. */
const PER_SESSION = 20
const PASSWORD = 'bench-password'
const PLANT = 'bench-plant-0'

await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
// What follows imports packages that the lines above have installed.
const { connect } = await import('./floor.mjs')
const { setUp, startApp } = await import('./apps.mjs')
const { signIn } = await import('./latency.mjs')
const { measureFirstPage, measureFrames } = await import('./frames.mjs')
const { writePlants } = await import('./workload.mjs')

const home = join(homeOf(process.env), 'bench-console')
rmSync(home, { recursive: true, force: true })
mkdirSync(home, { recursive: true })
const engines = await startEngines({ dir: join(home, 'engines'), say })
const kafka = connect(engines.env.KAFKA_BROKERS)
// Nobody sends alerts here: sources for all of them would not fit into the environment.
writePlants(
  Array.from({ length: PLANTS }, (_, n) => ({ plant: `bench-plant-${n}`, zones: ['line-1', 'line-2', 'office'] })),
  join(home, 'plants'),
)
const env = {
  ...process.env,
  ...engines.env,
  GENBA_PREFIX: 'console.',
  GENBA_SEED: 'model-factory',
  GENBA_DEMO: 'true',
  GENBA_DEMO_PASSWORD: PASSWORD,
  GENBA_DEMO_KEY: 'bench-demo-key-000000',
  GENBA_REQUESTS_PER_MINUTE: '100000',
  LOG_LEVEL: 'error',
  GENBA_PLANTS_DIR: join(home, 'plants'),
}

const figures = figuresFor(say)
const { note } = figures

/** The first message with this part. @param {import('node:child_process').ChildProcess} child @param {string} part @returns {Promise<any>} */
const hear = (child, part) =>
  new Promise((resolve, reject) => {
    const take = (/** @type {any} */ said) => {
      if (said[part] === undefined) return
      child.off('message', take)
      resolve(said[part])
    }
    child.on('message', take)
    child.once('exit', (code) => reject(new Error(`${part}: ended with ${code}`)))
  })
const child = (/** @type {string} */ file) => fork(join(REPO, 'test/load', file), { stdio: 'inherit' })

let version = 1
/** @param {string} plant @param {number} n */
const incidentOf = (plant, n) => ({
  ...{
    v: 1,
    id: `${plant}~line-1~bench~${n}`,
    version: ++version,
    plant,
    state: 'open',
    zones: ['line-1'],
    spread: [],
  },
  ...{ title: { ja: '設定値の改ざんの疑い', en: 'Set value may have been tampered with' }, techniques: ['T0836'] },
  ...{ openedAt: 1_767_225_600_000, lastAt: Date.now(), severity: 60 + (version % 40), alerts: version },
  ...{ signals: [], groups: [], samples: [], actors: [], targets: [], assets: [] },
  evicted: { signals: 0, groups: 0, samples: 0 },
})
/** The row of the list that the gateway makes of it. @param {ReturnType<typeof incidentOf>} incident */
const rowOf = ({ id, version, plant, title, state, zones, openedAt, lastAt, severity, alerts, techniques }) => ({
  ...{ id, version, plant, title, state, zones, openedAt, lastAt, severity, alerts, techniques },
})

/** Calls `tell` so many times a second until the end. @param {(n: number) => void} tell @param {number} perS @param {number} ms */
async function beat(tell, perS, ms) {
  const began = Date.now()
  for (let n = 0; Date.now() - began < ms; n++) {
    tell(n)
    await delay(Math.max(0, began + ((n + 1) * 1_000) / perS - Date.now()))
  }
}

/** Milliseconds that events took until each client had them. @param {import('./listeners.mjs').Wish} wish @param {(n: number) => void} tell */
async function latencies(wish, tell) {
  const listeners = child('listeners.mjs')
  listeners.send(wish)
  await hear(listeners, 'joined')
  await beat(tell, UPDATES_PER_S, WARM_MS)
  await delay(1_000)
  listeners.send('told')
  await hear(listeners, 'took')
  await beat(tell, UPDATES_PER_S, MEASURED_MS)
  await delay(2_000)
  listeners.send('told')
  const took = await hear(listeners, 'took')
  listeners.send('end')
  return took
}

await say.step(`${PLANTS.toLocaleString('en')} plants`, () => setUp(env, join(home, 'setup.log')))
const gateway = await startApp('gateway', env)
const producer = kafka.producer({ allowAutoTopicCreation: false })
await producer.connect()
/** @param {{ plant: string }[]} incidents */
const produce = (incidents) =>
  producer.send({
    topic: 'console.incident.v1',
    acks: 1,
    messages: incidents.map((incident) => ({ key: incident.plant, value: JSON.stringify(incident) })),
  })
async function measureLatencies() {
  // One after the other: the gateway checks few passwords at once.
  const cookies = []
  while (cookies.length * PER_SESSION < CLIENTS) cookies.push(await signIn(gateway.url, 'soc', PASSWORD))
  for (let round = 1; round <= ROUNDS; round++) {
    say.line(`${CLIENTS} clients, ${UPDATES_PER_S} updates a second; round ${round} of ${ROUNDS}`)
    const bare = child('broadcast.mjs')
    const wish = { clients: CLIENTS, event: 'live' }
    const url = `http://127.0.0.1:${await hear(bare, 'port')}`
    const floor = await latencies({ ...wish, url, cookies: [], room: undefined }, (n) =>
      bare.send(rowOf(incidentOf(PLANT, n % UPDATES_PER_S))),
    )
    bare.send('end')
    const own = await latencies({ ...wish, url: gateway.url, cookies, room: 'fleet' }, (n) => {
      void produce([incidentOf(PLANT, n % UPDATES_PER_S)])
    })
    note('bare broadcast, p50', at(floor, 0.5), 'ms')
    note('bare broadcast, p99', at(floor, 0.99), 'ms')
    note('bare broadcast, events a client', floor.length / CLIENTS, '')
    note('Kafka to console, p50', at(own, 0.5), 'ms')
    note('Kafka to console, p99', at(own, 0.99), 'ms')
    note('Kafka to console, events a client', own.length / CLIENTS, '')
    note('p99 to p99', at(own, 0.99) / at(floor, 0.99), '×')
  }
}

async function measureSituation() {
  say.line(`the situation with ${PLANTS.toLocaleString('en')} plants, ${CHANGES_PER_S} of them changing a second`)
  let isOver = false
  const changing = (async () => {
    for (let n = 0; !isOver; n++) {
      const began = Date.now()
      // A tenth of a second's changes at a time, as a correlator tells them.
      await produce(
        Array.from({ length: CHANGES_PER_S / 10 }, () =>
          incidentOf(`bench-plant-${Math.floor(Math.random() * PLANTS)}`, 1),
        ),
      )
      await delay(Math.max(0, began + 100 - Date.now()))
    }
  })()
  const frames = await measureFrames({ url: gateway.url, user: 'soc', password: PASSWORD, forMs: MEASURED_MS }).finally(
    () => {
      isOver = true
      return changing
    },
  )
  for (const { what, perS, slowestMs } of frames) {
    note(`frames a second, ${what}`, perS, '')
    note(`slowest of a hundred frames, ${what}`, slowestMs, 'ms')
  }
}

async function measurePage() {
  say.line('the first page on a slow line and a slow processor (1.6 Mbit/s, 150 ms, a quarter of the speed)')
  for (let round = 1; round <= ROUNDS; round++) {
    const { emptyMs, pageMs } = await measureFirstPage(gateway.url)
    note('empty page', emptyMs, 'ms')
    note('sign-in page can be used', pageMs, 'ms')
    note('to the empty page', pageMs / emptyMs, '×')
  }
}

try {
  if (measures('latency')) await measureLatencies()
  if (measures('frames')) await measureSituation()
  if (measures('page')) await measurePage()
  figures.report(`${ROUNDS} rounds`)
} finally {
  await producer.disconnect()
  await gateway.stop()
  await engines.stop()
}
