// @ts-check
// A process of many console clients. Started by `bench:console` with what to listen to; tells when all have joined, and on demand how many
// milliseconds each event took that came since it was asked last.
import { io } from 'socket.io-client'

/** @typedef {{ url: string, cookies: string[], clients: number, room: string | undefined, event: string }} Wish */

/** Joining all at once would be a storm of its own. */
const AT_ONCE = 25
const WAIT_MS = 30_000

/** @param {Wish} wish */
async function listen({ url, cookies, clients, room, event }) {
  /** @type {number[]} */
  let took = []
  const sockets = Array.from({ length: clients }, (_, n) =>
    io(url, {
      transports: ['websocket'],
      forceNew: true,
      autoConnect: false,
      extraHeaders: { cookie: cookies[n % cookies.length] ?? '' },
    }),
  )
  for (let from = 0; from < clients; from += AT_ONCE)
    await Promise.all(
      sockets.slice(from, from + AT_ONCE).map(async (socket) => {
        socket.on(event, (/** @type {{ events: { row?: { lastAt: number } }[] }} */ batch) => {
          const now = Date.now()
          for (const { row } of batch.events) if (row) took.push(now - row.lastAt)
        })
        socket.connect()
        await new Promise((resolve, reject) => {
          socket.once('connect', () => resolve(undefined))
          socket.once('connect_error', reject)
        })
        if (room === undefined) return
        const joined = await socket.timeout(WAIT_MS).emitWithAck('join', room)
        if (!joined.ok) throw new Error(`join: ${JSON.stringify(joined)}`)
      }),
    )
  process.send?.({ joined: clients })
  process.on('message', (said) => {
    if (said === 'told') {
      process.send?.({ took })
      took = []
    } else process.exit(0)
  })
}

process.once('message', (wish) => {
  listen(/** @type {Wish} */ (wish)).catch((error) => {
    process.stderr.write(`${error}\n`)
    process.exit(1)
  })
})
