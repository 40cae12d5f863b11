import type { IncomingMessage, ServerResponse } from 'node:http'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Refused, type Source } from '@genba/contracts'
import type { IngestConfig } from '../config.js'
import { Counters } from '../counters.js'
import { INGEST_CONFIG } from '../tokens.js'
import { KnownSources } from './known-sources.js'

/** A request whose API key has been recognised; its body is there when the controller gets it. */
export type FromSource = IncomingMessage & { source: Source; body?: unknown }
type Next = (error?: unknown) => void

const WAIT_S = '1'

/** Stands before the body is read: who is unknown, or comes while too much is being worked on, costs no memory. */
@Injectable()
export class Admit implements OnModuleDestroy {
  private inFlightBytes = 0
  private readonly open = new Set<IncomingMessage>()

  constructor(
    private readonly known: KnownSources,
    private readonly counters: Counters,
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
  ) {}

  readonly handle = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const source = this.known.byHeader(request.headers.authorization)
    if (!source) return this.refuse(new Refused('BAD_KEY'), response, next)
    const length = Number(request.headers['content-length'])
    if (length > this.config.INGEST_BODY_MAX_BYTES)
      return this.refuse(
        new Refused('TOO_LARGE', { message: `a body may have ${this.config.INGEST_BODY_MAX_BYTES} bytes` }),
        response,
        next,
      )
    // A packed or unmeasured body may become as large as a body may be.
    const isMeasured = Number.isInteger(length) && request.headers['content-encoding'] === undefined
    const bytes = isMeasured ? length : this.config.INGEST_BODY_MAX_BYTES
    if (this.inFlightBytes + bytes > this.config.INGEST_IN_FLIGHT_MAX_BYTES) {
      response.setHeader('retry-after', WAIT_S)
      return this.refuse(
        new Refused('TOO_MANY', { message: 'too much is being worked on; send it again in a second' }),
        response,
        next,
      )
    }
    this.inFlightBytes += bytes
    this.open.add(request)
    response.once('close', () => {
      this.inFlightBytes -= bytes
      this.open.delete(request)
    })
    ;(request as FromSource).source = source
    next()
  }

  /** A body that is still coming in would hold up the end of the process; its sender gets no answer and sends it again. */
  onModuleDestroy(): void {
    for (const request of this.open) if (!request.complete) request.destroy()
  }

  /** The rest of the body is not read: the connection ends with the answer. */
  private refuse(refused: Refused, response: ServerResponse, next: Next): void {
    this.counters.refusedWith(refused.code)
    response.setHeader('connection', 'close')
    next(refused)
  }
}
