import { createServer as createHttp, type IncomingMessage } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net'

export type Received = { method: string; path: string; headers: IncomingMessage['headers']; body: string }
export type Listening = { port: number; close: () => void }

/** An HTTP server that keeps what came; `answer` says what it does with the nth call. */
export async function httpReceiver(
  answer: (call: Received, nth: number, socket: Socket) => { status: number; body?: string } | undefined,
): Promise<Listening & { calls: Received[] }> {
  const calls: Received[] = []
  const server = createHttp((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const call = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      calls.push(call)
      const said = answer(call, calls.length, request.socket)
      if (said) response.writeHead(said.status).end(said.body ?? '')
    })
  })
  return { calls, ...(await listen(server)), close: () => (server.closeAllConnections(), server.close()) }
}

export async function tcpReceiver(onSocket: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createTcp((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    onSocket(socket)
  })
  const { port } = await listen(server)
  return { port, close: () => (sockets.forEach((socket) => socket.destroy()), void server.close()) }
}

export async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}
