// @ts-check
// `npm run bench`: what Genba does next to what bare kafkajs does, on the same alerts in the same run. Three interleaved rounds; median (minimum–maximum).
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../deploy/local/build.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { homeOf } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'
import { at, line, median } from './figures.mjs'

const say = speakTo(process.stdout)
const ROUNDS = 3
const ALERTS = Number(process.env.BENCH_ALERTS ?? 200_000)
const INGESTED = Math.min(ALERTS, 60_000)
const LATENCIES = 200
/** Alerts behind the pages of the alert search. `BENCH_ONLY=pages` measures nothing else. */
const SEARCHED = Number(process.env.BENCH_SEARCHED ?? 1_000_000)
const IS_PAGES_ONLY = process.env.BENCH_ONLY === 'pages'
const PASSWORD = 'bench-password'

await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
// What follows imports packages that the lines above have installed.
const { connect, floorConsumer, floorProducer } = await import('./floor.mjs')
const { correlateAll, postAll, setUp, startApp } = await import('./apps.mjs')
const { measureLatency } = await import('./latency.mjs')
const { fillTopic, measurePages } = await import('./pages.mjs')
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
  for (let round = 1; round <= (IS_PAGES_ONLY ? 0 : ROUNDS); round++) {
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
  if (!IS_PAGES_ONLY) report(await latencies())
  await reportPages()
} finally {
  await engines.stop()
}

/** Milliseconds, sorted. */
async function latencies() {
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
  return took
}

/** One process over the embedded engines, nothing else at work. */
async function reportPages() {
  const env = await prepare('bench-pages')
  await say.step(`${SEARCHED.toLocaleString('en')} alerts to search`, () =>
    fillTopic(kafka, 'bench-pages.alert.v1', lines, SEARCHED),
  )
  const gateway = await startApp('gateway', { ...env, GENBA_REQUESTS_PER_MINUTE: '1000000' })
  const [first] = lines
  const place = { plant: first ? plantOf(first) : '', zone: first?.zone.toLowerCase() ?? '' }
  const found = await measurePages({ gateway: gateway.url, password: PASSWORD, ...place })
  await gateway.stop()
  say.line(
    `\na page of the alert search over ${SEARCHED.toLocaleString('en')} alerts (100 rows; at most 200 ms wanted)`,
  )
  for (const [what, { took, looked, shown }] of Object.entries(found)) {
    const ms = (/** @type {number} */ share) => `${at(took, share).toFixed(0)} ms`
    const seen = `${took.length} pages, ${shown.toLocaleString('en')} rows, ${looked.toLocaleString('en')} alerts looked at`
    say.line(line(what, `p50 ${ms(0.5)}, p99 ${ms(0.99)}, longest ${ms(1)} (${seen})`))
  }
}

/** @param {number[]} took sorted milliseconds */
function report(took) {
  const floorOf = { ingest: 'kafkajs producer (floor)', correlator: 'kafkajs eachBatch + JSON.parse (floor)' }
  say.line(
    `\n${ALERTS.toLocaleString('en')} alerts (${INGESTED.toLocaleString('en')} over HTTP), ${ROUNDS} rounds, median (minimum–maximum)`,
  )
  for (const [what, values] of Object.entries(rates)) {
    const show = (/** @type {number} */ rate) => Math.round(rate).toLocaleString('en')
    const floor = floorOf[/** @type {keyof typeof floorOf} */ (what)]
    const ratio = floor ? `  ${(median(values) / median(rates[floor] ?? [])).toFixed(2)} of the floor` : ''
    const span = `(${show(Math.min(...values))}–${show(Math.max(...values))})`
    say.line(line(what, `${show(median(values))}/s ${span}${ratio}`))
  }
  const ms = (/** @type {number} */ share) => `${at(took, share).toFixed(0)} ms`
  say.line(
    line('alert in → console event', `p50 ${ms(0.5)}, p99 ${ms(0.99)} (${took.length} incidents, one at a time)`),
  )
}
