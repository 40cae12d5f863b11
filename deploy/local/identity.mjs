// @ts-check
// Tells whether a remembered pid is still the process that we started.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
/** @import { Identity } from './home.mjs' */

const POLL_MS = 50

/** When the process of this pid was born, in words that no later process of the same pid repeats. @param {number} pid @returns {string | undefined} */
export function bornAt(pid) {
  return process.platform === 'linux' ? bornInProc(pid) : askPs(pid, 'lstart=')
}

/** @param {Identity | undefined} identity @returns {identity is Identity} */
export function isAlive(identity) {
  return identity !== undefined && bornAt(identity.pid) === identity.born
}

/** @param {number} pid */
export function bytesUsedBy(pid) {
  try {
    if (process.platform !== 'linux') return Number(askPs(pid, 'rss=')) * 1024
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return 0
  }
}

/** Asks a process of ours to end; after `waitMs` ends it. @param {Identity | undefined} identity @param {number} waitMs */
export async function end(identity, waitMs) {
  if (!isAlive(identity)) return
  signal(identity, 'SIGTERM')
  if (await isGone(identity, waitMs)) return
  signal(identity, 'SIGKILL')
  await isGone(identity, 5_000)
}

/** Each process leads a group of its own; SIGKILL takes what it started too. @param {Identity} identity @param {NodeJS.Signals} name */
export function signal(identity, name) {
  if (!isAlive(identity)) return
  try {
    process.kill(name === 'SIGKILL' ? -identity.pid : identity.pid, name)
  } catch {
    // It ended between the question and the signal.
  }
}

/** @param {Identity} identity @param {number} waitMs */
export async function isGone(identity, waitMs) {
  const deadline = Date.now() + waitMs
  while (isAlive(identity)) {
    if (Date.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

/** @param {number} pid */
function bornInProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces; the state is the first field behind it, the start time the twentieth.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`
  } catch {
    return undefined
  }
}

/** @param {number} pid @param {string} field */
function askPs(pid, field) {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
