// @ts-check
// Finds ports: the remembered one if it is free, so that addresses survive a restart.
import { connect, createServer } from 'node:net'

/** Below every system's range for outgoing connections, so that a restarted engine finds its port again. */
const ENGINE_PORTS = { from: 20_000, to: 32_000 }
const TRIES_MAX = 200

/** @param {number} port @returns {Promise<boolean>} */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** A free port for an engine; several instances that start at once are unlikely to choose the same. @param {number | undefined} remembered */
export async function findEnginePort(remembered) {
  if (remembered && (await isFree(remembered))) return remembered
  for (let i = 0; i < TRIES_MAX; i++) {
    const port = ENGINE_PORTS.from + Math.floor(Math.random() * (ENGINE_PORTS.to - ENGINE_PORTS.from))
    if (await isFree(port)) return port
  }
  throw new Error(`no free port found between ${ENGINE_PORTS.from} and ${ENGINE_PORTS.to}`)
}

/** The wanted port or the next free one that is not in `taken`. @param {number} wanted @param {Set<number>} taken */
export async function findPortFrom(wanted, taken) {
  for (let port = wanted; port < wanted + TRIES_MAX; port++) {
    if (!taken.has(port) && (await isFree(port))) return port
  }
  throw new Error(`no free port found between ${wanted} and ${wanted + TRIES_MAX}`)
}

/** Sends `ask` and answers what comes back first; empty when nobody answers in time. @param {number} port @param {Buffer} ask @param {string} [host] @returns {Promise<Buffer>} */
export function askPort(port, ask, host = '127.0.0.1', waitMs = 1_000) {
  return new Promise((resolve) => {
    const socket = connect({ port, host })
    /** @param {Buffer} answer */
    const close = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(waitMs, () => close(Buffer.alloc(0)))
    socket.once('error', () => close(Buffer.alloc(0)))
    socket.once('data', close)
    socket.write(ask)
  })
}
