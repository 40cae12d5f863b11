// @ts-check
// Starts Kafka, the MongoDB-protocol database and Redis in a folder of their own, unless an address says that they exist.
import { mkdirSync } from 'node:fs'
import { ensureReachable } from './address.mjs'
import { end } from './identity.mjs'
import { recall } from './home.mjs'
import { ensureEngineJars, ensureRedis } from './install.mjs'
import { planKafka } from './kafka/kafka.mjs'
import { planMongo } from './mongo/mongo.mjs'
import { Part } from './part.mjs'
import { planRedis } from './redis/redis.mjs'
import { quiet } from './say.mjs'
/** @import { Home } from './home.mjs' */
/** @import { Plan } from './part.mjs' */
/** @import { Say } from './say.mjs' */

/** @typedef {'kafka' | 'mongo' | 'redis'} Engine */
/** @typedef {{ KAFKA_BROKERS: string, MONGODB_URI: string, REDIS_URL: string }} Addresses */

/** In the order of stopping: what still takes messages first. @type {Engine[]} */
export const ENGINES = ['kafka', 'mongo', 'redis']
const LEFT_OVER_MS = 10_000

/** What the variable of each engine is called and what it holds. @type {Record<Engine, { variable: keyof Addresses, address: (port: number) => string }>} */
export const REACHED_BY = {
  kafka: { variable: 'KAFKA_BROKERS', address: (port) => `127.0.0.1:${port}` },
  mongo: { variable: 'MONGODB_URI', address: (port) => `mongodb://127.0.0.1:${port}/genba` },
  redis: { variable: 'REDIS_URL', address: (port) => `redis://127.0.0.1:${port}` },
}

/**
 * Starts what `env` gives no address for. A second start in the same `dir` finds the data of the first, at the same ports if they are free.
 * Several instances run side by side in different folders. On a failure or an abort nothing is left running.
 * @param {{ dir: string, say?: Say, env?: NodeJS.ProcessEnv, signal?: AbortSignal, home?: Home }} options
 */
export async function startEngines({ dir, say = quiet, env = process.env, signal, home = recall(dir) }) {
  mkdirSync(dir, { recursive: true })
  const own = ENGINES.filter((engine) => !env[REACHED_BY[engine].variable])
  await Promise.all(own.map((engine) => end(home.memory.processes[engine], LEFT_OVER_MS)))
  for (const engine of ENGINES) {
    const { variable } = REACHED_BY[engine]
    if (env[variable]) await ensureReachable(engine, variable, env[variable])
  }
  /** @type {Partial<Record<Engine, Part>>} */
  const parts = {}
  /** Ends them one after the other. */
  const stop = async () => {
    for (const engine of ENGINES) await parts[engine]?.stop()
  }
  const jars = own.some((engine) => engine !== 'redis')
    ? say.step('engine jars', () => ensureEngineJars({ env, signal }))
    : undefined
  const redisServer = own.includes('redis') ? say.step('redis-server', () => ensureRedis({ env, signal })) : undefined
  const starts = own.map(async (engine) => {
    await (engine === 'redis' ? redisServer : jars)
    await say.step(engine, async () => {
      const part = (parts[engine] = new Part(await planEngine(engine, home, { jars, redisServer, signal }), home))
      await part.start(signal)
    })
  })
  const failed = (await Promise.allSettled(starts)).find((start) => start.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  return {
    /** @type {Addresses} */
    env: {
      KAFKA_BROKERS: addressOf('kafka', env, parts),
      MONGODB_URI: addressOf('mongo', env, parts),
      REDIS_URL: addressOf('redis', env, parts),
    },
    /** Each has kill(), start(), restart(), stop(), pid; absent for an engine that was given by address. */
    parts,
    get pids() {
      return /** @type {Partial<Record<Engine, number>>} */ (
        Object.fromEntries(own.map((engine) => [engine, parts[engine]?.pid]))
      )
    },
    stop,
  }
}

/**
 * @param {Engine} engine @param {Home} home
 * @param {{ jars?: ReturnType<typeof ensureEngineJars>, redisServer?: Promise<string>, signal?: AbortSignal }} means
 * @returns {Promise<Plan>}
 */
async function planEngine(engine, home, { jars, redisServer, signal }) {
  if (engine === 'redis') return planRedis(home, { redisServer: /** @type {string} */ (await redisServer) })
  const { java, kafka, mongo } = /** @type {Awaited<ReturnType<typeof ensureEngineJars>>} */ (await jars)
  return engine === 'kafka'
    ? planKafka(home, { java, classPath: kafka, signal })
    : planMongo(home, { java, classPath: mongo })
}

/** @param {Engine} engine @param {NodeJS.ProcessEnv} env @param {Partial<Record<Engine, Part>>} parts */
function addressOf(engine, env, parts) {
  const { variable, address } = REACHED_BY[engine]
  return env[variable] || address(parts[engine]?.plan.port ?? 0)
}
