// @ts-check
// Runs a command to its end: installers, compilers, the setup.
import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'

const TAIL_LINES = 25

/** Thrown for what the person can mend; its message is all they need to see. */
export class Refused extends Error {}

/**
 * Resolves when the command ends well; otherwise throws Refused with the last lines of its log.
 * An abort ends it with all that it started.
 * @param {string} command @param {string[]} args
 * @param {{ log: string, cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, what?: string }} options
 */
export async function run(command, args, { log, cwd, env, signal, what = command }) {
  signal?.throwIfAborted()
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'w')
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', out, out] })
  closeSync(out)
  const abort = () => endGroup(child.pid)
  signal?.addEventListener('abort', abort, { once: true })
  /** @type {number | NodeJS.Signals | Error} */
  const ending = await new Promise((resolve) => {
    child.once('error', resolve)
    child.once('exit', (code, name) => resolve(code ?? name ?? 1))
  })
  signal?.removeEventListener('abort', abort)
  signal?.throwIfAborted()
  if (ending === 0) return
  const why = ending instanceof Error ? ending.message : `ended with ${ending}`
  throw new Refused(`${what} ${why}. Its log, ${log}, ends with:\n${lastLines(log)}`)
}

/** @param {number | undefined} leader */
function endGroup(leader) {
  try {
    if (leader) process.kill(-leader, 'SIGTERM')
  } catch {
    // It has just ended by itself.
  }
}

/** @param {string} file @param {number} [lines] */
export function lastLines(file, lines = TAIL_LINES) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}
