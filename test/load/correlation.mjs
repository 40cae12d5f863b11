// @ts-check
// `npm run bench:correlation`: the correlator alone next to what bare kafkajs does with the same alerts in the same run. Three interleaved
// rounds; median (minimum–maximum). BENCH_ALERTS, BENCH_ROUNDS, BENCH_KEYS, BENCH_BURST make it smaller; BENCH_ONLY=messages, growth, memory or
// burst measures only that.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../../deploy/local/build.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { homeOf, REPO } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'
import { figuresFor, line, median } from './figures.mjs'
import { partsMeasured } from './parts.mjs'
/** @import { Line } from './workload.mjs' */

const say = speakTo(process.stdout)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const ALERTS = Number(process.env.BENCH_ALERTS ?? 1_000_000)
/**
 * Read before the clock starts, in the floor and in the correlator alike: most of the correlator's code is compiled over its first 200,000 alerts a
 * thread, which takes three times what they cost later.
 */
const WARM = Math.round(ALERTS * 0.6)
const KEYS = Number(process.env.BENCH_KEYS ?? 1_000_000)
const BURST = Number(process.env.BENCH_BURST ?? 100_000)
/** Alerts a second: what one ingest takes in on this machine at its best (docs/performance.md), and as many as kafkajs can write. */
const BURST_PACES = [65_000, Infinity]
const GROWTH = [10, 100, 10_000]
const measures = partsMeasured(['messages', 'growth', 'memory', 'burst'])

await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
// What follows imports packages that the lines above have installed.
const { connect, floorConsumer, floorProducer } = await import('./floor.mjs')
const { setUp, workOff } = await import('./apps.mjs')
const { sendPacked } = await import('./pack.mjs')
const { measureBurst } = await import('./burst.mjs')
const { describePlants, generate, toAlert } = await import('./workload.mjs')

const home = join(homeOf(process.env), 'bench-correlation')
rmSync(home, { recursive: true, force: true })
mkdirSync(home, { recursive: true })
const engines = await startEngines({ dir: join(home, 'engines'), say })
const kafka = connect(engines.env.KAFKA_BROKERS)

/** Topics and a database of its own. @param {string} name @param {Record<string, string>} [plants] */
async function prepare(name, plants = {}) {
  const env = {
    ...process.env,
    ...engines.env,
    ...plants,
    MONGODB_URI: engines.env.MONGODB_URI.replace('/genba', `/${name}`),
    GENBA_PREFIX: `${name}.`,
    GENBA_SEED: 'model-factory',
    GENBA_DEMO: 'true',
    GENBA_DEMO_PASSWORD: 'bench-password',
    GENBA_DEMO_KEY: 'bench-demo-key-000000',
    LOG_LEVEL: 'error',
  }
  await setUp(env, join(home, `${name}.log`))
  return env
}

const figures = figuresFor(say)
const { note } = figures
const keyOf = (/** @type {{ plant: string, zone: string }} */ { plant, zone }) => `${plant}/${zone}`

/** Floor and correlator on the same waiting alerts, one after the other. @param {string} name @param {Line[]} lines @param {string} suffix @param {Record<string, string>} [plants] */
async function compare(name, lines, suffix, plants) {
  const env = await prepare(name, plants)
  await floorProducer(kafka, `${name}.alert.v1`, lines.map(toAlert), keyOf)
  const floor = await floorConsumer(kafka, `${name}.alert.v1`, lines.length, WARM)
  const { rate, cpuMicros } = await workOff(env, lines.length, WARM)
  note(`floor${suffix}`, floor.rate, 'alerts/s')
  note(`correlator${suffix}`, rate, 'alerts/s')
  note(`ratio to the floor${suffix}`, rate / floor.rate, '×')
  note(`processor time of the floor${suffix}`, floor.cpuMicros, 'µs/alert')
  note(`processor time${suffix}`, cpuMicros, 'µs/alert')
  return floor.rate
}

/** The database compiles its code in its first round, once a start. */
async function warmUp() {
  say.line('a round that is not counted')
  const lines = generate(ALERTS, {})
  const env = await prepare('first', describePlants(lines, join(home, 'plants')))
  await floorProducer(kafka, 'first.alert.v1', lines.map(toAlert), keyOf)
  await workOff(env, ALERTS)
}

async function measureMessages() {
  const lines = generate(ALERTS, {})
  const plants = describePlants(lines, join(home, 'plants'))
  for (let round = 1; round <= ROUNDS; round++) {
    say.line(`one alert a message, and packed; round ${round} of ${ROUNDS}`)
    const floor = await compare(`single-${round}`, lines, '', plants)
    const env = await prepare(`packed-${round}`, plants)
    await sendPacked(kafka, `packed-${round}.alert.v1`, lines.map(toAlert))
    const packed = await workOff(env, ALERTS, WARM)
    note('correlator, packed', packed.rate, 'alerts/s')
    note('ratio to the floor, packed', packed.rate / floor, '×')
    note('processor time, packed', packed.cpuMicros, 'µs/alert')
  }
}

async function measureGrowth() {
  for (let round = 1; round <= ROUNDS; round++)
    for (const count of GROWTH) {
      say.line(`${count} plants; round ${round} of ${ROUNDS}`)
      await compare(`plants-${count}-${round}`, generate(ALERTS, { PLANTS: String(count) }), `, ${count} plants`)
    }
}

function measureMemory() {
  say.line('memory')
  for (const what of ['ids', 'alarms']) {
    const flags = ['--expose-gc', '--max-old-space-size=8192', join(REPO, 'test', 'load', 'memory.mjs')]
    const told = JSON.parse(execFileSync(process.execPath, [...flags, what, String(KEYS)]).toString())
    note(`heap for ${KEYS.toLocaleString('en')} ${what}`, told.heapMb, 'MB')
    note(`resident with ${KEYS.toLocaleString('en')} ${what}`, told.residentMb, 'MB')
  }
}

async function measureBursts() {
  for (let round = 1; round <= ROUNDS; round++)
    for (const [number, perSecond] of BURST_PACES.entries()) {
      const pace = perSecond === Infinity ? 'unpaced' : `at ${perSecond.toLocaleString('en')}/s`
      say.line(`a burst of ${BURST.toLocaleString('en')} in one zone ${pace}; round ${round} of ${ROUNDS}`)
      const name = `burst-${number}-${round}`
      const told = await measureBurst(kafka, await prepare(name), `${name}.`, { count: BURST, perSecond })
      note(`sent ${pace}`, told.sentPerSecond, 'alerts/s')
      note(`incidents of the burst, ${pace}`, told.incidents, '')
      note(`alerts in the incidents of the burst, ${pace}`, told.alerts, '')
      note(`p99 of other zones, quiet, ${pace}`, told.quietMs, 'ms')
      note(`p99 of other zones, in the burst, ${pace}`, told.burstMs, 'ms')
      note(`burst to quiet, ${pace}`, told.burstMs / told.quietMs, '×')
    }
}

try {
  if (measures('messages') || measures('growth')) await warmUp()
  if (measures('messages')) await measureMessages()
  if (measures('growth')) await measureGrowth()
  if (measures('memory')) measureMemory()
  if (measures('burst')) await measureBursts()
  report()
} finally {
  await engines.stop()
}

function report() {
  figures.report(`${ALERTS.toLocaleString('en')} alerts, ${ROUNDS} rounds`)
  if (!measures('growth')) return
  const costOf = (/** @type {number} */ count) =>
    median(figures.valuesOf(`processor time, ${count} plants`, 'µs/alert'))
  const [few = 10, , many = 10_000] = GROWTH
  const growth = (costOf(many) / costOf(few) - 1) * 100
  say.line(line(`growth of processor time, ${few} → ${many} plants`, `${growth.toFixed(0)} %`))
}
