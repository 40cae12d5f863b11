import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Account } from '../config.js'

/** A server that answers as the gateway would, and the account with which a command signs in to it. */
export async function startGateway(answer: RequestListener): Promise<{ account: Account; end: () => void }> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const end = () => {
    server.closeAllConnections()
    server.close()
  }
  return { account: { url: `http://127.0.0.1:${port}`, user: 'soc', password: 'p' }, end }
}
