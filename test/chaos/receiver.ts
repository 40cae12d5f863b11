import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A firewall as a careful vendor would build it: what comes again with a known idempotency key is answered and not done again. */
export class Receiver {
  /** Incidents that each effect was done for, by key. */
  readonly done = new Map<string, string>()
  repeats = 0

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Receiver> {
    const server = createServer()
    const receiver = new Receiver(server)
    server.on('request', (request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        const key = String(request.headers['idempotency-key'])
        if (receiver.done.has(key)) receiver.repeats++
        else receiver.done.set(key, (JSON.parse(text) as { incident: string }).incident)
        response.writeHead(200).end('{}')
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  close(): void {
    this.server.closeAllConnections()
    this.server.close()
  }
}
