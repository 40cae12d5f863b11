import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectTcp, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { ConfigOf } from './connector-config.js'
import type { Connector, Notice, Outgoing, Sent } from './connector.js'
import { refuse, whyOf, within, type Place } from './reach.js'
import { syslogMessage } from './syslog-message.js'

/** Syslog has no answers: by UDP (RFC 5426) it is sent, by TCP (RFC 6587, octet counting) and TLS (RFC 5425) the other side took the bytes. */
export class SyslogConnector implements Connector {
  readonly takes = ['notice'] as const
  constructor(
    private readonly place: Place,
    private readonly config: ConfigOf<'syslog'>,
  ) {}

  async send(out: Outgoing, key: string): Promise<Sent> {
    const { facility, transport } = this.config
    const message = Buffer.from(syslogMessage(out as Notice, key, { facility, host: hostname() }))
    try {
      await within(this.place, (signal) =>
        transport === 'udp' ? this.datagram(message) : this.stream(message, transport, signal),
      )
      return { answer: transport === 'udp' ? 'sent' : 'taken' }
    } catch (cause) {
      throw refuse('CONNECTOR_AWAY', this.place, whyOf(cause, this.place.timeoutMs), cause)
    }
  }

  private async datagram(message: Buffer): Promise<void> {
    const { host, port } = this.config
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4')
    try {
      await new Promise<void>((resolve, reject) =>
        socket.send(message, port, host, (error) => (error ? reject(error) : resolve())),
      )
    } finally {
      socket.close()
    }
  }

  /** Ends its side and waits until the other side has ended too: a reset before that means that nobody knows what was taken. */
  private async stream(message: Buffer, transport: 'tcp' | 'tls', signal: AbortSignal): Promise<void> {
    const socket = this.connect(transport)
    signal.addEventListener('abort', () => socket.destroy())
    try {
      await once(socket, transport === 'tls' ? 'secureConnect' : 'connect')
      const closed = once(socket, 'close')
      socket.resume().end(Buffer.concat([Buffer.from(`${message.length} `), message]))
      await Promise.race([closed, once(socket, 'error').then(([error]) => Promise.reject(error as Error))])
    } finally {
      socket.destroy()
    }
  }

  private connect(transport: 'tcp' | 'tls'): Socket {
    const { host, port, ca } = this.config
    if (transport === 'tcp') return connectTcp({ host, port })
    return connectTls({ host, port, servername: host, ...(ca ? { ca: readFileSync(ca) } : {}) })
  }
}
