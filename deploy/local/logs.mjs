// @ts-check
// Shows the newest lines of one log or of all, and goes on with them.
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { homeOf } from './home.mjs'
import { lastLines } from './run.mjs'
/** @import { Say } from './say.mjs' */

const POLL_MS = 300
const LINES = { ofOne: 100, ofEach: 12 }

/** @param {{ app: string | undefined, follow: boolean, say: Say, env: NodeJS.ProcessEnv }} options */
export async function logs({ app, follow, say, env }) {
  const dir = join(homeOf(env), 'logs')
  const all = existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith('.log'))
        .map((name) => name.slice(0, -4))
        .sort()
    : []
  if (app && !all.includes(app)) {
    say.line(
      all.length > 0
        ? `There is no log ${app}. There are: ${all.join(', ')}`
        : 'There are no logs yet: Genba was not started here.',
    )
    return 1
  }
  const shown = app ? [app] : all
  for (const name of shown) {
    if (!app) say.line(`── ${name}`)
    say.line(lastLines(join(dir, `${name}.log`), app ? LINES.ofOne : LINES.ofEach))
  }
  if (!follow) return 0
  return new Promise((resolve) => {
    for (const name of shown)
      followLog(join(dir, `${name}.log`), (line) => say.line(app ? line : `${name.padEnd(10)} ${line}`))
    process.once('SIGINT', () => resolve(0))
    process.once('SIGTERM', () => resolve(0))
  })
}

/** @param {string} file @param {(line: string) => void} tell */
function followLog(file, tell) {
  let at = statSync(file).size
  let rest = ''
  setInterval(() => {
    const { size } = statSync(file)
    // The launcher cut it at its bound.
    if (size < at) at = 0
    const lines = (rest + readBetween(file, at, size)).split('\n')
    at = size
    rest = lines.pop() ?? ''
    lines.forEach(tell)
  }, POLL_MS)
}

/** @param {string} file @param {number} from @param {number} to */
function readBetween(file, from, to) {
  const bytes = Buffer.alloc(to - from)
  const descriptor = openSync(file, 'r')
  readSync(descriptor, bytes, 0, bytes.length, from)
  closeSync(descriptor)
  return bytes.toString()
}
