// @ts-check
// Ends everything in order: what sends first, what stores last.
import { APPS } from './apps.mjs'
import { ENGINES } from './engines.mjs'
import { homeOf, recall } from './home.mjs'
import { end, isAlive, isGone, signal } from './identity.mjs'
import { findSupervisor } from './lock.mjs'
/** @import { Home } from './home.mjs' */
/** @import { Say } from './say.mjs' */

const ORDER = ['simulator', ...APPS.map(({ name }) => name).reverse(), ...ENGINES]
const STOP_MS = 12_000
const SUPERVISOR_MS = 120_000

/** Asks the running supervisor to stop; without one, ends what it left behind. @param {{ say: Say, env: NodeJS.ProcessEnv }} options */
export async function stop({ say, env }) {
  const dir = homeOf(env)
  const supervisor = findSupervisor(dir)
  const home = recall(dir)
  if (!supervisor) {
    const ended = await takeDown(home, say)
    say.line(ended > 0 ? 'Genba has stopped.' : 'Genba is not running.')
    return 0
  }
  signal(supervisor, 'SIGTERM')
  const gone = await say.step('stopping Genba', () => isGone(supervisor, SUPERVISOR_MS))
  if (!gone) {
    say.line(`The launcher (process ${supervisor.pid}) did not stop in ${SUPERVISOR_MS / 1000} s and is ended.`)
    process.kill(supervisor.pid, 'SIGKILL')
    await takeDown(recall(dir), say)
  }
  return 0
}

/** Ends what is remembered and still ours, and tells how many that were. @param {Home} home @param {Say} say */
export async function takeDown(home, say) {
  const { processes } = home.memory
  let ended = 0
  for (const name of ORDER) {
    const identity = processes[name]
    if (isAlive(identity)) {
      ended++
      await say.step(`stop ${name}`, () => end(identity, STOP_MS))
    }
    delete processes[name]
  }
  home.save()
  return ended
}
