import { Name } from '@genba/contracts'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { join } from 'node:path'
import type { Say } from '../say.js'
import type { Clock } from '../wait.js'
import { carryOut, conduitsAt, Order, type Change } from './firewall.js'
import { loadFirewall, saveFirewall } from './firewall-file.js'

const BODY_MAX_BYTES = 65_536
const KEY_MAX_CHARS = 500
const CALL = /^\/v1\/conduits\/([^/]+)\/(block|unblock)$/

type Answer = { status: number; body: unknown }

/** The model factory's stand-in firewall: blocks conduits when told to, remembers every delivery. Not listening yet. */
export function createFactory(home: string, { clock, say }: { clock: Clock; say: Say }): Server {
  const file = join(home, 'factory.json')
  let firewall = loadFirewall(file)
  return createServer((request, response) => {
    void answer(request)
      .catch((error: unknown): Answer => ({ status: 500, body: { message: (error as Error).message } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      })
  })

  async function answer(request: IncomingMessage): Promise<Answer> {
    const path = new URL(request.url ?? '/', 'http://factory').pathname
    if (request.method === 'GET' && path === '/ready') return { status: 200, body: { ready: true } }
    if (request.method === 'GET' && path === '/v1/conduits') {
      const { deliveries, forgotten } = firewall
      return { status: 200, body: { conduits: conduitsAt(firewall, clock.now()), deliveries, forgotten } }
    }
    const call = CALL.exec(path)
    if (request.method !== 'POST' || call === null) return refuse(404, `there is no ${request.method} ${path}`)
    const change = readChange(call, request.headers['idempotency-key'], await readBody(request))
    return 'status' in change ? change : carry(change)
  }

  /** No await between reading and saving the state: two calls with one key cannot both be the first. */
  function carry(change: Change): Answer {
    const carried = carryOut(firewall, change, clock.now())
    if ('refused' in carried) return refuse(409, 'this idempotency-key belongs to another order')
    saveFirewall(file, carried.firewall)
    firewall = carried.firewall
    const { delivery, replayed } = carried
    const { conduit, action, at, order, key } = delivery
    say(
      `factory: ${action} ${conduit} for ${order.incident}${replayed ? ` (again, ${delivery.received} times)` : ''} key ${key}`,
    )
    return { status: 200, body: { conduit, state: action === 'block' ? 'blocked' : 'open', key, at, replayed } }
  }
}

function readChange(
  [, conduit, action]: RegExpExecArray,
  key: string | string[] | undefined,
  body: string | undefined,
): Change | Answer {
  const name = Name.safeParse(conduit)
  if (!name.success) return refuse(400, `conduit: ${name.error.issues[0]?.message}`)
  if (typeof key !== 'string' || key === '' || key.length > KEY_MAX_CHARS)
    return refuse(400, 'the header idempotency-key is missing')
  if (body === undefined) return refuse(413, `the body is longer than ${BODY_MAX_BYTES} bytes`)
  const order = Order.safeParse(parse(body))
  if (!order.success)
    return refuse(400, `body: ${order.error.issues[0]?.path.join('.')}: ${order.error.issues[0]?.message}`)
  return { key, conduit: name.data, action: action as Change['action'], order: order.data }
}

const refuse = (status: number, message: string): Answer => ({ status, body: { message } })

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes <= BODY_MAX_BYTES) parts.push(part)
  }
  return bytes > BODY_MAX_BYTES ? undefined : Buffer.concat(parts).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
