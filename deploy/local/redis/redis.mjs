// @ts-check
// Redis from the system's package, with a log of every write.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { askPort, findEnginePort } from '../ports.mjs'
/** @import { Home } from '../home.mjs' */
/** @import { Plan } from '../part.mjs' */

/** @param {Home} home @param {{ redisServer: string }} options @returns {Promise<Plan>} */
export async function planRedis(home, { redisServer }) {
  const { ports } = home.memory
  const port = (ports.redis = await findEnginePort(ports.redis))
  const dir = join(home.dir, 'redis')
  mkdirSync(dir, { recursive: true })
  return {
    name: 'redis',
    port,
    command: redisServer,
    args: [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--appendonly',
      'yes',
      '--save',
      '',
      '--maxmemory-policy',
      'noeviction',
    ],
    cwd: dir,
    // While it still reads its file it answers -LOADING.
    isReady: async () => (await askPort(port, Buffer.from('PING\r\n'))).toString().startsWith('+PONG'),
    readyMs: 60_000,
    stopMs: 10_000,
  }
}
