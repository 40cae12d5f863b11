// @ts-check
// Genba's apps under measurement: started as in production, fed over their real doors, read by their own metrics.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { APPS, argsOf, isReady, NODE_FLAGS, SETUP } from '../../deploy/local/apps.mjs'
import { findPortFrom } from '../../deploy/local/ports.mjs'
import { REPO } from '../../deploy/local/home.mjs'
import { run } from '../../deploy/local/run.mjs'
import { keyOf, plantOf, toInput } from './workload.mjs'
/** @import { Line } from './workload.mjs' */

const READY_MS = 60_000
const POLL_MS = 40
/** Each look makes all threads of the app write their metrics: seldom, but where the last alert is near. */
const SELDOM_MS = 400
const NEAR = 0.9
const BATCH = 1_000
const IN_FLIGHT = 4

/** @param {NodeJS.ProcessEnv} env @param {string} log */
export const setUp = (env, log) =>
  run(process.execPath, [...NODE_FLAGS, join(REPO, SETUP)], { cwd: REPO, env, log, what: 'the setup' })

/** @param {string} name @param {NodeJS.ProcessEnv} env */
export async function startApp(name, env) {
  const app = APPS.find((known) => known.name === name)
  if (!app) throw new Error(`no app ${name}`)
  const port = await findPortFrom(app.port + 100, new Set())
  const child = spawn(process.execPath, argsOf(app), {
    cwd: REPO,
    env: { ...env, [app.variable]: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const deadline = Date.now() + READY_MS
  while (!(await isReady(port))) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`${name} did not become ready`)
    await delay(POLL_MS)
  }
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** A sample of the app's metrics. @param {string} url @param {string} name as printed, with labels */
export async function readMetric(url, name) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `))
  return line ? Number(line.slice(name.length + 1)) : 0
}

/** Posts all lines as NDJSON, one source per plant; answers alerts per second until the last was answered. @param {string} url @param {Line[]} lines */
export async function postAll(url, lines) {
  /** @type {Map<string, Line[]>} */
  const byPlant = new Map()
  for (const line of lines) {
    const own = byPlant.get(plantOf(line)) ?? []
    own.push(line)
    byPlant.set(plantOf(line), own)
  }
  const bodies = [...byPlant].flatMap(([plant, own]) => {
    const cut = []
    for (let n = 0; n < own.length; n += BATCH)
      cut.push({
        plant,
        body: own
          .slice(n, n + BATCH)
          .map((line) => JSON.stringify(toInput(line)))
          .join('\n'),
      })
    return cut
  })
  const began = performance.now()
  let accepted = 0
  const lane = async () => {
    for (let next = bodies.pop(); next; next = bodies.pop()) {
      const headers = { authorization: `Bearer ${keyOf(next.plant)}`, 'content-type': 'application/x-ndjson' }
      const answer = await fetch(`${url}/v1/alerts`, { method: 'POST', headers, body: next.body })
      if (answer.status !== 200)
        throw new Error(`ingest answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
      accepted += (await answer.json()).accepted
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane))
  if (accepted !== lines.length) throw new Error(`ingest accepted ${accepted} of ${lines.length}`)
  return (accepted / (performance.now() - began)) * 1_000
}

/** Alerts per second that the correlator works off, from the first to the last of `count` that wait in Kafka. @param {NodeJS.ProcessEnv} env @param {number} count */
export const correlateAll = async (env, count) => (await workOff(env, count)).rate

/**
 * As `correlateAll`, with the microseconds of processor time that one alert took. What comes before `warm` alerts were read is left out: a process
 * that began a second ago runs code that is not compiled yet.
 * @param {NodeJS.ProcessEnv} env @param {number} count
 */
export async function workOff(env, count, warm = 1) {
  const app = await startApp('correlator', env)
  const read = () => readMetric(app.url, 'genba_correlator_alerts_total{as="read"}')
  const readCpu = () => readMetric(app.url, 'process_cpu_seconds_total')
  let began = 0
  let before = 0
  let cpuBefore = 0
  try {
    for (;;) {
      const done = await read()
      if (done >= warm && began === 0) {
        began = performance.now()
        before = done
        cpuBefore = await readCpu()
      }
      if (done >= count) {
        if (done === before) throw new Error(`${count} alerts were read between two looks: more are needed for a rate.`)
        const rate = ((done - before) / (performance.now() - began)) * 1_000
        return { rate, cpuMicros: (((await readCpu()) - cpuBefore) / (done - before)) * 1e6 }
      }
      const isNear = [warm, count].some((mark) => done < mark && done >= mark * NEAR)
      await delay(isNear || done === 0 ? POLL_MS : SELDOM_MS)
    }
  } finally {
    await app.stop()
  }
}
