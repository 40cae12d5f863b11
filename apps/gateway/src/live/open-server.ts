import type { Server as HttpServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-streams-adapter'
import type { Redis } from 'ioredis'
import { Server, type DefaultEventsMap, type Socket } from 'socket.io'
import { isOwnOrigin } from '../protect/origin.js'
import type { Visitor } from '../session/visitor.js'

export type Client = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Visitor>
export type LiveServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, Visitor>
export type Opened = { server: LiveServer; close: () => Promise<void> }

/** Clients only say which room. */
const MESSAGE_MAX_BYTES = 4_096

/** Socket.IO beside REST on the same port, for the gateway's own pages. What one gateway asks of the others goes over the Redis stream `name`. */
export function openServer(http: HttpServer, redis: Redis, name: string, origins: readonly string[]): Opened {
  const copies = keepCopies(redis)
  const server: LiveServer = new Server(http, {
    serveClient: false,
    maxHttpBufferSize: MESSAGE_MAX_BYTES,
    allowRequest: ({ headers }, answer) => answer(null, isOwnOrigin(headers.origin, headers.host, origins)),
    adapter: createAdapter(redis, { streamName: name, channelPrefix: name }),
  })
  const close = async (): Promise<void> => {
    await server.close()
    for (const copy of copies) copy.disconnect()
  }
  return { server, close }
}

/** The adapter reads over connections of its own and ends them only after an answer, which never comes from a Redis that is away. */
function keepCopies(redis: Redis): Redis[] {
  const copies: Redis[] = []
  const duplicate = redis.duplicate.bind(redis)
  redis.duplicate = (...options) => {
    const copy = duplicate(...options)
    copies.push(copy)
    return copy
  }
  return copies
}
