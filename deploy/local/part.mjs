// @ts-check
// One process of the system, an engine or an app: start it, wait until it is ready, end it, start it again when it crashes.
import { spawn } from 'node:child_process'
import { closeSync, copyFileSync, openSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { bornAt, end, signal as send } from './identity.mjs'
import { lastLines, Refused } from './run.mjs'
/** @import { Home } from './home.mjs' */
/** @import { Say } from './say.mjs' */

const POLL_MS = 60
const LOG_BYTES_MAX = 16 << 20
const TRIM_EVERY_MS = 10_000
const BACKOFF_MS = { first: 500, most: 30_000, settledAfter: 60_000 }

/** When this process ends without having ended its parts, they must not stay behind. @type {Set<Part>} */
const started = new Set()
process.on('exit', () => started.forEach((part) => part.strike()))

/**
 * @typedef {object} Plan
 * @property {string} name
 * @property {number} [port]
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env]
 * @property {string} [cwd]
 * @property {() => Promise<boolean>} [isReady]
 * @property {number} readyMs  how long it may take to become ready
 * @property {number} stopMs  how long it may take to end when asked
 */

export class Part {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child
  #ending = false
  /** Resolves with how the present process ended. @type {Promise<string>} */
  exited = Promise.resolve('not started')

  /** @param {Plan} plan @param {Home} home */
  constructor(plan, home) {
    this.plan = plan
    this.home = home
    this.log = join(home.dir, 'logs', `${plan.name}.log`)
  }

  get name() {
    return this.plan.name
  }
  get pid() {
    return this.#child?.pid
  }
  /** Whether its end is what we asked for. */
  get isEnding() {
    return this.#ending
  }

  /** Resolves when it is ready. Throws Refused with the end of its log when it ends before, or takes too long. @param {AbortSignal} [signal] */
  async start(signal) {
    signal?.throwIfAborted()
    this.#ending = false
    trimLog(this.log)
    const out = openSync(this.log, 'a')
    // A group of its own: Ctrl-C in the terminal reaches only us, and we end the parts in order.
    const child = spawn(this.plan.command, this.plan.args, {
      cwd: this.plan.cwd,
      env: this.plan.env,
      detached: true,
      stdio: ['ignore', out, out],
    })
    closeSync(out)
    this.#child = child
    started.add(this)
    let ended = ''
    this.exited = new Promise((resolve) => {
      child.once('error', (error) => resolve((ended = error.message)))
      child.once('exit', (code, name) => resolve((ended = name ?? `exit ${code}`)))
    })
    this.#remember(child)
    const deadline = Date.now() + this.plan.readyMs
    while (this.plan.isReady && !(await this.plan.isReady())) {
      if (ended)
        throw new Refused(
          `${this.name} ended (${ended}) before it was ready. Its log, ${this.log}, ends with:\n${lastLines(this.log)}`,
        )
      if (Date.now() > deadline || signal?.aborted) {
        await end(this.home.memory.processes[this.name], this.plan.stopMs)
        signal?.throwIfAborted()
        throw new Refused(
          `${this.name} was not ready after ${this.plan.readyMs / 1000} s. Its log, ${this.log}, ends with:\n${lastLines(this.log)}`,
        )
      }
      await Promise.race([delay(POLL_MS), this.exited])
    }
  }

  /** Asks it to end, waits, then ends it. */
  async stop() {
    this.#ending = true
    await end(this.home.memory.processes[this.name], this.plan.stopMs)
    this.#forget()
  }

  /** Takes it away in one blow, as a power cut would. */
  async kill() {
    this.#ending = true
    this.strike()
    await this.exited
    this.#forget()
  }

  /** Sends the blow and doesn't wait. */
  strike() {
    const identity = this.home.memory.processes[this.name]
    if (identity) send(identity, 'SIGKILL')
  }

  /** Ends it if it runs, and starts it at the same port with the same data. */
  async restart() {
    await this.stop()
    await this.start()
  }

  /** @param {import('node:child_process').ChildProcess} child */
  #remember(child) {
    if (!child.pid) return
    const { processes } = this.home.memory
    const restarts = (processes[this.name]?.restarts ?? -1) + 1
    processes[this.name] = {
      pid: child.pid,
      born: bornAt(child.pid) ?? '',
      port: this.plan.port,
      startedAt: new Date().toISOString(),
      restarts,
    }
    this.home.save()
  }

  #forget() {
    delete this.home.memory.processes[this.name]
    this.home.save()
  }
}

/** Starts a crashed part again, later each time, until it is ended on purpose. @param {Part} part @param {Say} say @param {AbortSignal} signal */
export async function keepRunning(part, say, signal) {
  const trimming = setInterval(() => trimLog(part.log), TRIM_EVERY_MS)
  let waitMs = BACKOFF_MS.first
  let since = Date.now()
  while (true) {
    const how = await part.exited
    if (part.isEnding || signal.aborted) break
    waitMs = Date.now() - since > BACKOFF_MS.settledAfter ? BACKOFF_MS.first : waitMs
    say.line(`  ! ${part.name} ended unexpectedly (${how}); starting it again in ${waitMs / 1000} s. See ${part.log}`)
    await delay(waitMs, undefined, { signal }).catch(() => {})
    if (signal.aborted) break
    waitMs = Math.min(waitMs * 2, BACKOFF_MS.most)
    since = Date.now()
    await part.start(signal).then(
      () => say.line(`  ✓ ${part.name} runs again`),
      () => {}, // It has ended, which the next turn of the loop reports.
    )
  }
  clearInterval(trimming)
}

/** Keeps the newest bound of a log and the one before; the process goes on appending to the same file. @param {string} file */
function trimLog(file) {
  try {
    if (statSync(file).size < LOG_BYTES_MAX) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  } catch {
    // No log yet.
  }
}
