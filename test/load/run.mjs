// @ts-check
// `npm run bench`: what Genba does next to what bare kafkajs does, on the same alerts in the same run. Three interleaved rounds; median (minimum–maximum).
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../deploy/local/build.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { homeOf } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'

const say = speakTo(process.stdout)
const ROUNDS = 3
const ALERTS = Number(process.env.BENCH_ALERTS ?? 200_000)
const INGESTED = Math.min(ALERTS, 60_000)
const LATENCIES = 200
const PASSWORD = 'bench-password'

await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
// What follows imports packages that the lines above have installed.
const { connect, floorConsumer, floorProducer } = await import('./floor.mjs')
const { correlateAll, postAll, setUp, startApp } = await import('./apps.mjs')
const { measureLatency } = await import('./latency.mjs')
const { describePlants, generate, plantOf, toAlert } = await import('./workload.mjs')

const home = join(homeOf(process.env), 'bench')
rmSync(home, { recursive: true, force: true })
mkdirSync(home, { recursive: true })
const lines = generate(ALERTS, {})
const alerts = lines.map(toAlert)
const plants = describePlants(lines, join(home, 'plants'))
const engines = await startEngines({ dir: join(home, 'engines'), say })
const kafka = connect(engines.env.KAFKA_BROKERS)

/** @param {string} name */
const environment = (name) => ({
  ...process.env,
  ...engines.env,
  ...plants,
  MONGODB_URI: engines.env.MONGODB_URI.replace('/genba', `/${name}`),
  GENBA_PREFIX: `${name}.`,
  GENBA_SEED: 'model-factory',
  GENBA_DEMO: 'true',
  GENBA_DEMO_PASSWORD: PASSWORD,
  GENBA_DEMO_KEY: 'bench-demo-key-000000',
  LOG_LEVEL: 'error',
})
/** @param {string} name */
const prepare = async (name) => {
  const env = environment(name)
  await setUp(env, join(home, `${name}.log`))
  return env
}
/** @type {Record<string, number[]>} */
const rates = {
  'kafkajs producer (floor)': [],
  ingest: [],
  'kafkajs eachBatch + JSON.parse (floor)': [],
  correlator: [],
}
const note = (/** @type {string} */ what, /** @type {number} */ rate) => {
  rates[what]?.push(rate)
  say.line(`    ${what}: ${Math.round(rate).toLocaleString('en')}/s`)
}

try {
  for (let round = 1; round <= ROUNDS; round++) {
    say.line(`round ${round} of ${ROUNDS}`)
    const env = await prepare(`bench-${round}`)
    note(
      'kafkajs producer (floor)',
      await floorProducer(kafka, `bench-${round}.alert.v1`, alerts, (alert) => `${alert.plant}/${alert.zone}`),
    )
    note('kafkajs eachBatch + JSON.parse (floor)', (await floorConsumer(kafka, `bench-${round}.alert.v1`, ALERTS)).rate)
    note('correlator', await correlateAll(env, ALERTS))
    const own = await prepare(`bench-ingest-${round}`)
    const ingest = await startApp('ingest', own)
    note('ingest', await postAll(ingest.url, lines.slice(0, INGESTED)))
    await ingest.stop()
  }
  const env = await prepare('bench-latency')
  const apps = []
  for (const name of ['ingest', 'correlator', 'responder', 'gateway']) apps.push(await startApp(name, env))
  const plant = plantOf(lines[0] ?? /** @type {never} */ (undefined))
  const zones = [
    ...new Set(lines.filter((line) => plantOf(line) === plant).map((line) => line.zone.toLowerCase())),
  ].slice(0, LATENCIES)
  const [ingest, , , gateway] = apps.map((app) => app.url)
  const took = await measureLatency({ gateway: gateway ?? '', ingest: ingest ?? '', password: PASSWORD, plant, zones })
  for (const app of apps.reverse()) await app.stop()
  report(took)
} finally {
  await engines.stop()
}

/** @param {number[]} took sorted milliseconds */
function report(took) {
  const median = (/** @type {number[]} */ values) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
  const floorOf = { ingest: 'kafkajs producer (floor)', correlator: 'kafkajs eachBatch + JSON.parse (floor)' }
  say.line(
    `\n${ALERTS.toLocaleString('en')} alerts (${INGESTED.toLocaleString('en')} over HTTP), ${ROUNDS} rounds, median (minimum–maximum)`,
  )
  for (const [what, values] of Object.entries(rates)) {
    const show = (/** @type {number} */ rate) => Math.round(rate).toLocaleString('en')
    const floor = floorOf[/** @type {keyof typeof floorOf} */ (what)]
    const ratio = floor ? `  ${(median(values) / median(rates[floor] ?? [])).toFixed(2)} of the floor` : ''
    say.line(
      `  ${what.padEnd(40)} ${show(median(values))}/s (${show(Math.min(...values))}–${show(Math.max(...values))})${ratio}`,
    )
  }
  const at = (/** @type {number} */ share) =>
    (took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0).toFixed(0)
  say.line(
    `  alert in → console event                 p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${took.length} incidents, one at a time)`,
  )
}
