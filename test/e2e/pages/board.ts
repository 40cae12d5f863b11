import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A plant's message board, which takes Standard Webhooks and keeps what came. */
export class Board {
  readonly received: { type: string; data: { title: { en: string } } }[] = []
  private readonly dir = mkdtempSync(join(tmpdir(), 'genba-board-'))
  private readonly server: Server

  constructor() {
    this.server = createServer((request, response) => {
      let text = ''
      request.on('data', (chunk: Buffer) => (text += chunk.toString()))
      request.on('end', () => {
        this.received.push(JSON.parse(text) as Board['received'][number])
        response.end()
      })
    })
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve))
    const secret = join(this.dir, 'secret')
    writeFileSync(secret, Buffer.alloc(24, 'genba').toString('base64'))
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
    const connectors = { 'message-board': { type: 'webhook', url, secret: { file: secret } } }
    writeFileSync(this.file, JSON.stringify({ connectors }))
  }

  /** For GENBA_CONNECTORS_FILE: the board as the connector `message-board`. */
  get file(): string {
    return join(this.dir, 'connectors.yml')
  }

  close(): void {
    this.server.close()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
