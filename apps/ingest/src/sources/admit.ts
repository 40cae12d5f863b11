import { Inject, Injectable } from '@nestjs/common'
import { Refused, type Source } from '@genba/contracts'
import type { NextFunction, Request, Response } from 'express'
import type { IngestConfig } from '../config.js'
import { Counters } from '../counters.js'
import { INGEST_CONFIG } from '../tokens.js'
import { KnownSources } from './known-sources.js'

/** A request whose API key has been recognised. */
export type FromSource = Request & { source: Source }

const WAIT_S = '1'

/** Stands before the body is read: who is unknown, or comes while too much is being worked on, costs no memory. */
@Injectable()
export class Admit {
  private inFlightBytes = 0

  constructor(
    private readonly known: KnownSources,
    private readonly counters: Counters,
    @Inject(INGEST_CONFIG) private readonly config: IngestConfig,
  ) {}

  readonly handle = (request: Request, response: Response, next: NextFunction): void => {
    const source = this.known.byHeader(request.headers.authorization)
    if (!source) return this.refuse(new Refused('BAD_KEY'), response, next)
    const length = Number(request.headers['content-length'])
    if (length > this.config.INGEST_BODY_MAX_BYTES)
      return this.refuse(new Refused('TOO_LARGE', { message: `a body may have ${this.config.INGEST_BODY_MAX_BYTES} bytes` }), response, next)
    // A packed or unmeasured body may become as large as a body may be.
    const isMeasured = Number.isInteger(length) && request.headers['content-encoding'] === undefined
    const bytes = isMeasured ? length : this.config.INGEST_BODY_MAX_BYTES
    if (this.inFlightBytes + bytes > this.config.INGEST_IN_FLIGHT_MAX_BYTES) {
      response.setHeader('retry-after', WAIT_S)
      return this.refuse(new Refused('TOO_MANY', { message: 'too much is being worked on; send it again in a second' }), response, next)
    }
    this.inFlightBytes += bytes
    response.once('close', () => (this.inFlightBytes -= bytes))
    ;(request as FromSource).source = source
    next()
  }

  /** The rest of the body is not read: the connection ends with the answer. */
  private refuse(refused: Refused, response: Response, next: NextFunction): void {
    this.counters.refusedWith(refused.code)
    response.setHeader('connection', 'close')
    next(refused)
  }
}
