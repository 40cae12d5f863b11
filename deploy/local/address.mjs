// @ts-check
// Reads the addresses of engines that were given to us.
import { connect } from 'node:net'
import { Refused } from './run.mjs'

const CONNECT_MS = 3_000
const USUAL_PORTS = { kafka: 9092, mongo: 27017, redis: 6379 }

/** The hosts of `a:1,b:2`, `redis://a:1/0` or `mongodb://user:pass@a,b/genba?…`, without the user. @param {keyof typeof USUAL_PORTS} engine @param {string} address */
export function listHosts(engine, address) {
  const list =
    address
      .replace(/^[a-z+]+:\/\//, '')
      .replace(/^.*@/, '')
      .split(/[/?]/)[0] ?? ''
  return list.split(',').map((host) => {
    const [, name = host, port] = /^(.*?)(?::(\d+))?$/.exec(host.trim()) ?? []
    return { host: name, port: Number(port ?? USUAL_PORTS[engine]) }
  })
}

/** Throws Refused when none of the hosts takes a connection. @param {keyof typeof USUAL_PORTS} engine @param {string} variable @param {string} address */
export async function ensureReachable(engine, variable, address) {
  // Its hosts are in the DNS, which the driver asks.
  if (address.startsWith('mongodb+srv:')) return
  const hosts = listHosts(engine, address)
  const answers = await Promise.all(hosts.map(takesConnections))
  if (answers.includes(true)) return
  throw new Refused(
    `${variable} is set, but nothing answers at ${hosts.map(({ host, port }) => `${host}:${port}`).join(', ')}: start that engine, or unset ${variable} to use an own one.`,
  )
}

/** @param {{ host: string, port: number }} where @returns {Promise<boolean>} */
function takesConnections({ host, port }) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    /** @param {boolean} answer */
    const close = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.setTimeout(CONNECT_MS, () => close(false))
    socket.once('error', () => close(false))
    socket.once('connect', () => close(true))
  })
}
