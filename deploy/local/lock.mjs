// @ts-check
// One supervisor for one folder, also when two are started in the same moment.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { readJson } from './home.mjs'
import { bornAt, isAlive } from './identity.mjs'
/** @import { Identity } from './home.mjs' */

const SETTLE_MS = 60

/** The supervisor that runs now. @param {string} dir @returns {Identity | undefined} */
export function findSupervisor(dir) {
  /** @type {Identity | undefined} */
  const holder = readJson(join(dir, 'lock.json'), undefined)
  return isAlive(holder) ? holder : undefined
}

/** Makes this process the supervisor; false when another one is. @param {string} dir */
export async function takeLock(dir) {
  if (findSupervisor(dir)) return false
  mkdirSync(dir, { recursive: true })
  const file = join(dir, 'lock.json')
  rmSync(file, { force: true })
  try {
    writeFileSync(file, JSON.stringify({ pid: process.pid, born: bornAt(process.pid) }), { flag: 'wx' })
  } catch {
    return false
  }
  // Another start that found the same stale lock may just now have removed ours.
  await delay(SETTLE_MS)
  return findSupervisor(dir)?.pid === process.pid
}

/** @param {string} dir */
export function releaseLock(dir) {
  rmSync(join(dir, 'lock.json'), { force: true })
}
