// @ts-check
// Where things lie, and what one start remembers for the next.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const REPO = fileURLToPath(new URL('../../', import.meta.url))
export const HERE = fileURLToPath(new URL('.', import.meta.url))

/**
 * @typedef {{ pid: number, born: string }} Identity  a process, also after its pid was given to another
 * @typedef {Identity & { port?: number, startedAt: string, restarts: number }} Remembered
 * @typedef {object} Memory
 * @property {Record<string, number>} ports
 * @property {Record<string, Remembered>} processes
 * @property {string} [console]  the address to open, once all is ready
 * @property {Record<string, string>} [engines]  the addresses that the apps were given
 */

/** The folder for data, logs and secrets. @param {NodeJS.ProcessEnv} env */
export function homeOf(env) {
  return env.GENBA_HOME ? resolve(env.GENBA_HOME) : join(REPO, '.genba')
}

/** A file of `dir` as JSON, or the other value where it is missing or was cut off. @template T @param {string} file @param {T} otherwise @returns {T} */
export function readJson(file, otherwise) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return otherwise
  }
}

/** Replaces a file in one step, so that a reader never sees half of it. @param {string} file @param {string} text @param {number} [mode] */
export function writeWhole(file, text, mode = 0o644) {
  const next = `${file}.${process.pid}`
  writeFileSync(next, text, { mode })
  renameSync(next, file)
}

/** What `dir` remembers; `save` writes it down. @param {string} dir */
export function recall(dir) {
  mkdirSync(join(dir, 'logs'), { recursive: true })
  const file = join(dir, 'state.json')
  /** @type {Memory} */
  const memory = { ports: {}, processes: {}, ...readJson(file, {}) }
  return { dir, memory, save: () => writeWhole(file, JSON.stringify(memory, null, 2)) }
}
/** @typedef {ReturnType<typeof recall>} Home */
