// @ts-check
// What bare BullMQ does on this machine in this run: a chain of six empty jobs, each adding the next, on the queues of the four phases.
import { Queue, Worker } from 'bullmq'
import { Redis } from 'ioredis'

/** As the responder does it: observe, orient, then what acts. */
export const CHAIN = ['observe', 'orient', 'act', 'act', 'act', 'act']

/** @param {string} url @param {number} concurrency */
export async function openChain(url, concurrency) {
  const connect = () => new Redis(url, { maxRetriesPerRequest: null })
  const connections = /** @type {Redis[]} */ ([])
  const open = () => connections[connections.push(connect()) - 1] ?? connect()
  const names = [...new Set(CHAIN)]
  const queues = new Map(names.map((name) => [name, new Queue(name, { connection: open(), prefix: 'floor' })]))
  /** @type {Map<string, () => void>} */
  const waiting = new Map()
  const add = (/** @type {string} */ chain, /** @type {number} */ n) =>
    queues
      .get(CHAIN[n] ?? '')
      ?.add('step', { chain, n }, { jobId: `${chain}~${n}`, attempts: 6, removeOnComplete: true, removeOnFail: true })
  const workers = names.map(
    (name) =>
      new Worker(
        name,
        async ({ data: { chain, n } }) => {
          if (n + 1 < CHAIN.length) await add(chain, n + 1)
          else waiting.get(chain)?.()
        },
        { connection: open(), prefix: 'floor', concurrency },
      ),
  )
  await Promise.all(workers.map((worker) => worker.waitUntilReady()))
  const run = (/** @type {string} */ chain) =>
    new Promise((resolve) => {
      waiting.set(chain, () => resolve(waiting.delete(chain)))
      void add(chain, 0)
    })
  return {
    /** Chains per second. @param {string} name @param {number} count */
    rate: async (name, count) => {
      const began = performance.now()
      await Promise.all(Array.from({ length: count }, (_, n) => run(`${name}-${n}`)))
      return (count / (performance.now() - began)) * 1_000
    },
    /** Milliseconds of chains that run one at a time. @param {string} name @param {number} count */
    latencies: async (name, count) => {
      const took = []
      for (let n = 0; n < count; n++) {
        const began = performance.now()
        await run(`${name}-${n}`)
        took.push(performance.now() - began)
      }
      return took
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
      await Promise.all([...queues.values()].map((queue) => queue.close()))
      for (const connection of connections) connection.disconnect()
    },
  }
}
