import { spawn, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { APPS } from '../deploy/local/apps.mjs'
import { homeOf, REPO } from '../deploy/local/home.mjs'
import { findEnginePort } from '../deploy/local/ports.mjs'
import type { TestEngines } from './engines.js'

/** From the maintenance terminal to a controller: an incident whose response waits for the shift leader. */
export const ATTACK = join(REPO, 'libs/drill/scenarios/maintenance-terminal-attack.yml')
export const SAMPLES = join(REPO, '..', 'shared', 'samples')
const READY_MS = 120_000
const STOP_MS = 40_000
const POLL_MS = 100

export type Stack = {
  console: string
  ingest: string
  correlator: string
  /** The model factory's stand-in firewall. */
  factory: string
  password: string
  key: string
  /** SIGKILL; the launcher starts it again. */
  kill: (app: 'ingest' | 'correlator' | 'responder' | 'gateway') => void
  genba: (...args: string[]) => Promise<string>
  stop: () => Promise<void>
}

type State = { console?: string; ports: Record<string, number>; processes: Record<string, { pid: number }> }

/** Starts all of Genba as `npm start` does, in a folder of its own and on ports of its own, over the engines of the test run. */
export async function startStack(name: string, engines: TestEngines, env: NodeJS.ProcessEnv = {}): Promise<Stack> {
  const home = mkdtempSync(join(tmpdir(), `genba-${name}-`))
  rememberInstallation(home)
  const full = {
    ...process.env,
    ...engines.env,
    ...(await ownPorts()),
    ...{ LOG_LEVEL: 'info', GENBA_HOME: home, GENBA_DEMO: 'true' },
    ...env,
  }
  const launcher = spawn(process.execPath, [join(REPO, 'deploy/local/genba.mjs'), 'start'], {
    cwd: REPO,
    env: full,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  launcher.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const read = (): State => JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) as State
  await until(
    'Genba to start',
    () => existsSync(join(home, 'state.json')) && read().console !== undefined,
    READY_MS,
    () => {
      if (launcher.exitCode !== null) throw new Error(`Genba did not start:\n${said}`)
      return said
    },
  )
  const { ports, console } = read()
  const demo = JSON.parse(readFileSync(join(home, 'demo.json'), 'utf8')) as { password: string; key: string }
  return {
    console: console as string,
    ingest: `http://127.0.0.1:${ports['ingest']}`,
    correlator: `http://127.0.0.1:${ports['correlator']}`,
    factory: `http://127.0.0.1:${ports['factory']}`,
    ...demo,
    kill: (app) => process.kill((read().processes[app] as { pid: number }).pid, 'SIGKILL'),
    genba: (...args) => runGenba(args, full),
    stop: () => stop(launcher, home),
  }
}

/** Two files start a stack at the same time: from the usual port on, both would find the same ones free. */
async function ownPorts(): Promise<NodeJS.ProcessEnv> {
  const ports: NodeJS.ProcessEnv = {}
  for (const { variable } of APPS) ports[variable] = String(await findEnginePort(undefined))
  return ports
}

/** The packages and the build of the clone are those of the test run: no second installation. */
function rememberInstallation(home: string): void {
  mkdirSync(home, { recursive: true })
  for (const stamp of ['packages.json', 'build.json']) {
    const known = join(homeOf(process.env), stamp)
    if (existsSync(known)) copyFileSync(known, join(home, stamp))
  }
}

function runGenba(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', join(REPO, 'apps/cli/dist/main.js'), ...args], {
      cwd: REPO,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`genba ${args.join(' ')} ended with ${code}:\n${said}`)),
    )
  })
}

async function stop(launcher: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((resolve) => launcher.once('exit', resolve))
  launcher.kill('SIGTERM')
  const timer = setTimeout(() => launcher.kill('SIGKILL'), STOP_MS)
  if (launcher.exitCode === null) await ended
  clearTimeout(timer)
  rmSync(home, { recursive: true, force: true })
}

/** Waits for a condition; says what it waited for and what was seen when the deadline passes. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  withinMs = 30_000,
  seen: () => unknown = () => '',
): Promise<void> {
  for (const deadline = Date.now() + withinMs; !(await isTrue());) {
    const now = seen()
    if (Date.now() > deadline)
      throw new Error(`waited ${withinMs} ms for ${what}; seen: ${typeof now === 'string' ? now : JSON.stringify(now)}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
