// @ts-check
// The apps: what each is started with, and where it answers.
import { join } from 'node:path'
import { REPO } from './home.mjs'
import { Part } from './part.mjs'
import { findPortFrom, isFree } from './ports.mjs'
import { Refused } from './run.mjs'
/** @import { Home } from './home.mjs' */

/** In the order of starting; stopped the other way round. */
export const APPS = [
  { name: 'factory', script: 'apps/cli/dist/main.js', args: ['factory'], variable: 'FACTORY_PORT', port: 4604 },
  { name: 'ingest', script: 'apps/ingest/dist/main.js', args: [], variable: 'INGEST_PORT', port: 4601 },
  { name: 'correlator', script: 'apps/correlator/dist/main.js', args: [], variable: 'CORRELATOR_PORT', port: 4602 },
  { name: 'responder', script: 'apps/responder/dist/main.js', args: [], variable: 'RESPONDER_PORT', port: 4603 },
  { name: 'gateway', script: 'apps/gateway/dist/main.js', args: [], variable: 'GATEWAY_PORT', port: 4600 },
]
export const CLI = 'apps/cli/dist/main.js'
export const SETUP = 'apps/gateway/dist/setup.js'
export const NODE_FLAGS = ['--enable-source-maps']
/**
 * What the correlator takes from a batch is dead soon after it, but V8's own young generation is full before: it copies what a larger one
 * finds dead. It has three of them, one a thread: some 190 MB more than without (docs/performance.md).
 * @type {Record<string, string[]>}
 */
const FLAGS_OF = { correlator: ['--min-semi-space-size=16', '--max-semi-space-size=64'] }

const READY_MS = 60_000
const STOP_MS = 12_000
const ANSWER_MS = 2_000

/** What node is started with. @param {typeof APPS[number]} app */
export const argsOf = ({ name, script, args }) => [
  ...NODE_FLAGS,
  ...(FLAGS_OF[name] ?? []),
  join(REPO, script),
  ...args,
]

/** One port for each app: the one that the environment demands, else the remembered, else the next free one. @param {Home} home @param {NodeJS.ProcessEnv} env */
export async function choosePorts(home, env) {
  const { ports } = home.memory
  const taken = new Set()
  for (const { name, variable, port } of APPS) {
    const demanded = Number(env[variable] || 0)
    if (demanded && !(await isFree(demanded)))
      throw new Refused(`${variable}=${demanded}, but that port is taken: choose another or end what listens there.`)
    ports[name] = demanded || (await findPortFrom(ports[name] ?? port, taken))
    taken.add(ports[name])
  }
  home.save()
  return Object.fromEntries(APPS.map(({ name, variable }) => [variable, String(ports[name])]))
}

/** @param {Home} home @param {NodeJS.ProcessEnv} env @returns {Part[]} */
export function planApps(home, env) {
  return APPS.map((app) => {
    const { name } = app
    const port = /** @type {number} */ (home.memory.ports[name])
    return new Part(
      {
        name,
        port,
        command: process.execPath,
        args: argsOf(app),
        cwd: REPO,
        env,
        isReady: () => isReady(port),
        readyMs: READY_MS,
        stopMs: STOP_MS,
      },
      home,
    )
  })
}

/** @param {number} port */
export async function isReady(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/ready`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
    () => undefined,
  )
  return answer?.status === 200
}
