// @ts-check
// The launcher: node deploy/local/genba.mjs start [--demo] | stop | status | logs [app] [-f]
import { logs } from './logs.mjs'
import { Refused } from './run.mjs'
import { speakTo } from './say.mjs'
import { start } from './start.mjs'
import { status } from './status.mjs'
import { stop } from './stop.mjs'

const USAGE = `Usage:
  npm start [-- --demo]            starts the engines and all apps; --demo plays an attack on the model factory
  npm run stop                     stops them in order
  npm run status                   shows what runs
  npm run logs [-- <name>] [-- -f] shows the newest lines; -f goes on`

const [command, ...rest] = process.argv.slice(2)
const flags = new Set(rest.filter((word) => word.startsWith('-')))
const [app] = rest.filter((word) => !word.startsWith('-'))
const say = speakTo(process.stdout)
const env = process.env

try {
  process.exit(await runCommand())
} catch (error) {
  if (!(error instanceof Refused)) throw error
  say.line(error.message)
  process.exit(1)
}

async function runCommand() {
  if (command === 'start') return start({ demo: flags.has('--demo'), say, env })
  if (command === 'stop') return stop({ say, env })
  if (command === 'status') return status({ say, env })
  if (command === 'logs') return logs({ app, follow: flags.has('-f'), say, env })
  say.line(USAGE)
  return 1
}
