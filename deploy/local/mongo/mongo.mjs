// @ts-check
// The MongoDB-protocol database: mongo-java-server on one H2 file, see GenbaMongo.java.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { askPort, findEnginePort } from '../ports.mjs'
/** @import { Home } from '../home.mjs' */
/** @import { Plan } from '../part.mjs' */

/**
 * One event loop: with more, a returned document can show a later state than the one asked for. The second compiler takes only what is
 * ten times as hot as usual, so that a short run pays little for it. What a full collection finds unused goes back to the machine at
 * once; GenbaMongo asks for one when a rush of writes is over.
 */
const JVM = [
  '-Xmx640m',
  '-XX:Tier4InvocationThreshold=50000',
  '-XX:Tier4MinInvocationThreshold=6000',
  '-XX:Tier4CompileThreshold=150000',
  '-XX:Tier4BackEdgeThreshold=400000',
  '-XX:+UseSerialGC',
  '-XX:MinHeapFreeRatio=10',
  '-XX:MaxHeapFreeRatio=20',
  '-XX:-ShrinkHeapInSteps',
  '-Dio.netty.eventLoopThreads=1',
  '-Dslf4j.internal.verbosity=ERROR',
]

/** `{ ping: 1, $db: 'admin' }` in BSON, as an OP_MSG. */
const PING = Buffer.from(
  '33000000' +
    '01000000' +
    '00000000' +
    'dd070000' +
    '00000000' +
    '00' +
    '1e000000' +
    '10' +
    hex('ping') +
    '01000000' +
    '02' +
    hex('$db') +
    '06000000' +
    hex('admin') +
    '00',
  'hex',
)

/** @param {Home} home @param {{ java: string, classPath: string }} options @returns {Promise<Plan>} */
export async function planMongo(home, { java, classPath }) {
  const { ports } = home.memory
  const port = (ports.mongo = await findEnginePort(ports.mongo))
  const dir = join(home.dir, 'mongo')
  mkdirSync(dir, { recursive: true })
  return {
    name: 'mongo',
    port,
    command: java,
    args: [...JVM, '-cp', classPath, 'GenbaMongo', join(dir, 'genba.mv'), String(port)],
    cwd: dir,
    isReady: async () => (await askPort(port, PING)).includes('ok'),
    readyMs: 60_000,
    stopMs: 15_000,
  }
}

/** @param {string} text */
function hex(text) {
  return Buffer.from(`${text}\0`).toString('hex')
}
