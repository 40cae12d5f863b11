// @ts-check
// Shows what runs: one row for each engine and app.
import { listHosts } from './address.mjs'
import { APPS, isReady } from './apps.mjs'
import { ENGINES, REACHED_BY } from './engines.mjs'
import { homeOf, recall } from './home.mjs'
import { bytesUsedBy, isAlive } from './identity.mjs'
import { findSupervisor } from './lock.mjs'
/** @import { Identity, Memory } from './home.mjs' */
/** @import { Say } from './say.mjs' */

const HEADINGS = ['name', 'state', 'pid', 'port', 'memory', 'uptime', 'restarts']

/** Answers 0 when the launcher and all parts run, else 1. @param {{ say: Say, env: NodeJS.ProcessEnv }} options */
export async function status({ say, env }) {
  const dir = homeOf(env)
  const { memory } = recall(dir)
  const supervisor = findSupervisor(dir)
  const rows = await Promise.all([
    ...ENGINES.map((name) => rowOfEngine(name, memory)),
    ...APPS.map(({ name }) => rowOfApp(name, memory)),
  ])
  for (const line of align([HEADINGS, ...rows])) say.line(line)
  say.line()
  say.line(summarize(memory, supervisor))
  return supervisor && rows.every(([, state]) => state === 'ready' || state === 'given') ? 0 : 1
}

/** @param {Memory} memory @param {Identity | undefined} supervisor */
function summarize({ console, processes }, supervisor) {
  if (supervisor && console) return `Genba runs: ${console} (launcher: process ${supervisor.pid})`
  if (supervisor) return `Genba is being started or stopped by process ${supervisor.pid}.`
  if (Object.values(processes).some(isAlive))
    return 'The launcher was killed, but what it started still runs: npm start takes over, npm run stop ends it.'
  return 'Genba is not running. Start it with npm start.'
}

/** @param {keyof typeof REACHED_BY} name @param {Memory} memory */
async function rowOfEngine(name, memory) {
  const row = describe(name, memory)
  if (row || !memory.console) return row ?? [name, 'stopped']
  // Without a process of ours the apps use an engine that was given by address.
  const [given] = listHosts(name, memory.engines?.[REACHED_BY[name].variable] ?? '')
  return [name, 'given', '', given ? `${given.host}:${given.port}` : '']
}

/** @param {string} name @param {Memory} memory */
async function rowOfApp(name, memory) {
  const row = describe(name, memory)
  if (!row) return [name, 'stopped']
  if (!(await isReady(Number(row[3])))) row[1] = 'not ready'
  return row
}

/** @param {string} name @param {Memory} memory */
function describe(name, { processes }) {
  const process = processes[name]
  if (!process || !isAlive(process)) return undefined
  const megabytes = `${Math.round(bytesUsedBy(process.pid) / 2 ** 20)} MB`
  return [
    name,
    'ready',
    `${process.pid}`,
    `${process.port ?? ''}`,
    megabytes,
    span(Date.now() - Date.parse(process.startedAt)),
    `${process.restarts}`,
  ]
}

/** @param {number} ms */
function span(ms) {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 1) return `${Math.floor(ms / 1000)} s`
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** @param {string[][]} rows */
function align(rows) {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}
