// @ts-check
// Brings up everything, keeps it running, and takes it down in order.
import { join } from 'node:path'
import { choosePorts, CLI, NODE_FLAGS, planApps, SETUP } from './apps.mjs'
import { build } from './build.mjs'
import { startEngines } from './engines.mjs'
import { homeOf, recall, REPO } from './home.mjs'
import { end, isAlive } from './identity.mjs'
import { ensurePackages, ensureRequirements } from './install.mjs'
import { findSupervisor, releaseLock, takeLock } from './lock.mjs'
import { keepRunning, Part } from './part.mjs'
import { Refused, run } from './run.mjs'
import { quiet } from './say.mjs'
import { loadSecrets } from './secrets.mjs'
import { takeDown } from './stop.mjs'
import { welcome } from './welcome.mjs'
/** @import { Home } from './home.mjs' */
/** @import { Say } from './say.mjs' */

const SCENARIO = 'libs/drill/scenarios/maintenance-terminal-attack.yml'

/** npm passes on the Ctrl-C that the terminal has sent to us already: that is not a second one. */
const SAME_SIGNAL_MS = 700

/** Resolves with the exit code, when all has ended. @param {{ demo: boolean, say: Say, env: NodeJS.ProcessEnv }} options */
export async function start({ demo, say, env }) {
  await ensureRequirements({ env })
  const dir = homeOf(env)
  if (!(await takeLock(dir))) return tellRunning(dir, say)
  const home = recall(dir)
  const stopping = new AbortController()
  listenForSignals(stopping, home, say)
  let code = 0
  try {
    await endLeftOvers(home, say)
    await bringUp({ home, demo, say, env, signal: stopping.signal })
    await isAborted(stopping.signal)
  } catch (error) {
    if (!stopping.signal.aborted) {
      code = 1
      say.line(`\n${error instanceof Refused ? error.message : /** @type {Error} */ (error).stack}\n`)
    }
  }
  stopping.abort()
  await takeDown(home, say)
  delete home.memory.console
  home.save()
  releaseLock(dir)
  return code
}

/** A launcher that was killed leaves its parts running. @param {Home} home @param {Say} say */
async function endLeftOvers(home, say) {
  if (!Object.values(home.memory.processes).some(isAlive)) return
  await say.step('stop what an earlier start left running', () => takeDown(home, quiet))
}

/** @param {{ home: Home, demo: boolean, say: Say, env: NodeJS.ProcessEnv, signal: AbortSignal }} options */
async function bringUp({ home, demo, say, env, signal }) {
  say.line('Genba starts.')
  const engines = await prepare({ home, say, env, signal })
  const secrets = loadSecrets(home.dir, env)
  const ports = await choosePorts(home, env)
  const connectors = { 'plant-firewall': { type: 'http-api', url: `http://127.0.0.1:${ports.FACTORY_PORT}` } }
  const appEnv = {
    GENBA_SEED: 'model-factory',
    GENBA_DEMO: String(demo),
    GENBA_CONNECTORS: JSON.stringify(connectors),
    ...env,
    ...engines.env,
    ...secrets,
    ...ports,
  }
  await say.step('setup', () =>
    run(process.execPath, [...NODE_FLAGS, join(REPO, SETUP)], {
      cwd: REPO,
      env: appEnv,
      signal,
      log: join(home.dir, 'logs', 'setup.log'),
      what: 'the setup',
    }),
  )
  const apps = planApps(home, appEnv)
  await startAll(apps, say, signal)
  for (const part of [...Object.values(engines.parts), ...apps]) void keepRunning(part, say, signal)

  const address = { console: `http://127.0.0.1:${ports.GATEWAY_PORT}`, ingest: `http://127.0.0.1:${ports.INGEST_PORT}` }
  home.memory.console = address.console
  home.memory.engines = engines.env
  home.save()
  welcome(say, { ...address, password: secrets.GENBA_DEMO_PASSWORD, key: secrets.GENBA_DEMO_KEY })
  if (demo && !signal.aborted)
    void attack({ home, say, env: appEnv, signal, to: address.ingest, key: secrets.GENBA_DEMO_KEY })
}

/**
 * Installs and builds while the engines start; what fails first ends the other.
 * @param {{ home: Home, say: Say, env: NodeJS.ProcessEnv, signal: AbortSignal }} options
 */
async function prepare({ home, say, env, signal }) {
  const failing = new AbortController()
  const either = AbortSignal.any([signal, failing.signal])
  const built = install(say, env, either)
  const started = startEngines({ dir: home.dir, home, say, env, signal: either })
  for (const work of [built, started]) work.catch((reason) => failing.abort(reason))
  // Both come to their end, so that nothing is still starting while the rest is taken down.
  await Promise.allSettled([built, started])
  failing.signal.throwIfAborted()
  return started
}

/** @param {Say} say @param {NodeJS.ProcessEnv} env @param {AbortSignal} signal */
async function install(say, env, signal) {
  await say.step('npm install', async (note) => (await ensurePackages({ env, signal })) || note('nothing new'))
  await say.step('build', async (note) => (await build({ env, signal })) || note('nothing new'))
}

/** @param {Part[]} parts @param {Say} say @param {AbortSignal} signal */
async function startAll(parts, say, signal) {
  const starts = await Promise.allSettled(parts.map((part) => say.step(part.name, () => part.start(signal))))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed) throw failed.reason
}

/** @param {{ home: Home, say: Say, env: NodeJS.ProcessEnv, signal: AbortSignal, to: string, key: string }} options */
async function attack({ home, say, env, signal, to, key }) {
  const args = [...NODE_FLAGS, join(REPO, CLI), 'simulate', join(REPO, SCENARIO), '--to', to, '--key', key]
  const simulator = new Part(
    { name: 'simulator', command: process.execPath, args, cwd: REPO, env, readyMs: 0, stopMs: 3_000 },
    home,
  )
  say.line(`\nThe attack on the model factory begins (${SCENARIO}).`)
  await simulator.start(signal)
  const how = await simulator.exited
  if (simulator.isEnding || signal.aborted) return
  say.line(
    how === 'exit 0'
      ? 'The attack on the model factory has been played to its end.'
      : `The attack broke off (${how}). See ${simulator.log}`,
  )
}

/** The first signal stops in order, the second one at once. @param {AbortController} stopping @param {Home} home @param {Say} say */
function listenForSignals(stopping, home, say) {
  let firstAt = 0
  const stop = () => {
    if (firstAt && Date.now() - firstAt < SAME_SIGNAL_MS) return
    if (firstAt) return void force(home)
    firstAt = Date.now()
    say.line('\nGenba stops (once more to force it).')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  // A closed terminal stops what it shows; what was started in the background, its output in a file, stays.
  process.on('SIGHUP', () => process.stdout.isTTY && stop())
}

/** @param {Home} home */
async function force(home) {
  await Promise.all(Object.values(home.memory.processes).map((process) => end(process, 0)))
  releaseLock(home.dir)
  process.exit(1)
}

/** @param {string} dir @param {Say} say */
async function tellRunning(dir, say) {
  const { memory } = recall(dir)
  const pid = findSupervisor(dir)?.pid
  say.line(
    memory.console
      ? `Genba is already running: ${memory.console} (npm run status)`
      : `Genba is already being started or stopped by process ${pid} (npm run status).`,
  )
  return 0
}

/** @param {AbortSignal} signal */
function isAborted(signal) {
  return new Promise((resolve) =>
    signal.aborted ? resolve(undefined) : signal.addEventListener('abort', resolve, { once: true }),
  )
}
