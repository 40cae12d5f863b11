// @ts-check
// `npm run bench:responder`: whole responses next to what bare BullMQ does with a chain of six empty jobs in the same run. Three interleaved
// rounds; median (minimum–maximum). BENCH_RESPONSES, BENCH_ROUNDS, BENCH_WAITING, BENCH_ALONE make it smaller.
import { readFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from '../../deploy/local/build.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { homeOf } from '../../deploy/local/home.mjs'
import { ensurePackages, ensureRequirements } from '../../deploy/local/install.mjs'
import { speakTo } from '../../deploy/local/say.mjs'
import { at, figuresFor } from './figures.mjs'

const say = speakTo(process.stdout)
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3)
const RESPONSES = Number(process.env.BENCH_RESPONSES ?? 1_000)
const WAITING = Number(process.env.BENCH_WAITING ?? 10_000)
/** Responses that run one at a time. */
const ALONE = Number(process.env.BENCH_ALONE ?? 200)
const CONCURRENCY = 16
const IDLE_MS = 60_000
/** What runs before the first round and is left out: code is compiled step by step, in the database's process too. */
const WARM = 500
const TICKS_PER_S = 100
const PAGE_BYTES = 4_096

await ensureRequirements()
await say.step('npm packages', () => ensurePackages())
await say.step('build', () => build({ env: process.env }))
// What follows imports packages that the lines above have installed.
const { connect } = await import('./floor.mjs')
const { readMetric, setUp, startApp } = await import('./apps.mjs')
const { openChain } = await import('./chain.mjs')
const { openFeed, workOffResponses, writePlaybooks } = await import('./responses.mjs')

const home = join(homeOf(process.env), 'bench-responder')
rmSync(home, { recursive: true, force: true })
mkdirSync(home, { recursive: true })
const engines = await startEngines({ dir: join(home, 'engines'), say })

const figures = figuresFor(say)
const { note } = figures

/** @param {string} name */
async function prepare(name) {
  const env = {
    ...process.env,
    ...engines.env,
    MONGODB_URI: engines.env.MONGODB_URI.replace('/genba', `/${name}`),
    GENBA_PREFIX: `${name}.`,
    GENBA_SEED: 'model-factory',
    GENBA_DEMO_PASSWORD: 'bench-password',
    GENBA_DEMO_KEY: 'bench-demo-key-000000',
    PLAYBOOKS_DIR: join(home, 'playbooks'),
    CONCURRENCY: String(CONCURRENCY),
    LOG_LEVEL: 'error',
  }
  await setUp(env, join(home, `${name}.log`))
  return { env, app: await startApp('responder', env), feed: await openFeed(connect(engines.env.KAFKA_BROKERS), env) }
}

/** Seconds of processor time and MB that a process has used. @param {number | undefined} pid */
function usageOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return {
    cpuS: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S,
    mb: (Number(fields[21]) * PAGE_BYTES) / 2 ** 20,
  }
}

/** Seconds of processor time so far, by process. @param {string} url of the responder */
const cpuSeconds = async (url) => ({
  responder: await readMetric(url, 'process_cpu_seconds_total'),
  Redis: usageOf(engines.pids.redis).cpuS,
  database: usageOf(engines.pids.mongo).cpuS,
  Kafka: usageOf(engines.pids.kafka).cpuS,
})

/** MB resident, by process. @param {string} url of the responder */
const memory = async (url) => ({
  responder: (await readMetric(url, 'process_resident_memory_bytes')) / 2 ** 20,
  Redis: usageOf(engines.pids.redis).mb,
  database: usageOf(engines.pids.mongo).mb,
})

/** What each process took more than before. @param {Record<string, number>} before @param {Record<string, number>} after */
const more = (before, after) =>
  Object.entries(after).map(([of, value]) => /** @type {const} */ ([of, value - (before[of] ?? 0)]))

/** Notes what each process takes of a core over a minute in which nobody asks for anything. @param {string} when @param {string} url */
async function noteIdle(when, url) {
  const before = await cpuSeconds(url)
  await delay(IDLE_MS)
  for (const [of, seconds] of more(before, await cpuSeconds(url)))
    note(`${when}: ${of}`, (seconds / (IDLE_MS / 1_000)) * 100, '% of a core')
}

/** What many responses cost that wait for people and have nothing to do. */
async function measureWaiting() {
  const { app, feed } = await prepare('waiting')
  try {
    const empty = await memory(app.url)
    await noteIdle('none waiting', app.url)
    const begin = await feed.keepAll('waiting', WAITING, 'ask')
    await begin()
    while ((await feed.waiting()) < WAITING) await delay(2_000)
    await delay(10_000)
    await noteIdle('waiting', app.url)
    const full = await memory(app.url)
    note('waiting: responder', full.responder, 'MB resident')
    for (const [of, mb] of more(empty, full)) note(`waiting: ${of} more than empty`, mb, 'MB')
  } finally {
    await feed.close()
    await app.stop()
  }
}

const chain = await openChain(engines.env.REDIS_URL, CONCURRENCY)
try {
  writePlaybooks(join(home, 'playbooks'))
  const { app, feed } = await prepare('flow')
  await chain.rate('warm', WARM)
  await workOffResponses(app.url, WARM, await feed.keepAll('warm', WARM))
  for (let round = 1; round <= ROUNDS; round++) {
    say.line(`round ${round} of ${ROUNDS}`)
    const floor = await chain.rate(`rate-${round}`, RESPONSES)
    const begin = await feed.keepAll(`rate-${round}`, RESPONSES)
    const before = await cpuSeconds(app.url)
    const rate = await workOffResponses(app.url, RESPONSES, begin)
    const spent = more(before, await cpuSeconds(app.url))
    note('chain of six jobs', floor, 'chains/s')
    note('response of six steps', rate, 'responses/s')
    note('ratio to the chain', rate / floor, '×')
    for (const [of, seconds] of spent) note(`processor time: ${of}`, (seconds / RESPONSES) * 1e3, 'ms/response')
    const [bare, whole] = [
      await chain.latencies(`alone-${round}`, ALONE),
      await feed.latencies(`alone-${round}`, ALONE),
    ]
    note('chain alone, p50', at(bare, 0.5), 'ms')
    note('chain alone, p99', at(bare, 0.99), 'ms')
    note('response alone, p50', at(whole, 0.5), 'ms')
    note('response alone, p99', at(whole, 0.99), 'ms')
    note('p99 to p99', at(whole, 0.99) / at(bare, 0.99), '×')
  }
  await feed.close()
  await app.stop()
  if (WAITING > 0) {
    say.line(`${WAITING.toLocaleString('en')} responses that wait for an approval`)
    await measureWaiting()
  }
  figures.report(`${RESPONSES.toLocaleString('en')} responses, ${ROUNDS} rounds`)
} finally {
  await chain.close()
  await engines.stop()
}
