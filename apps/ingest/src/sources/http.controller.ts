import type { ServerResponse } from 'node:http'
import { Controller, Post, Query, Req, Res } from '@nestjs/common'
import { INGEST_FORMATS, INGEST_ROUTES, Refused, type IngestAnswer } from '@genba/contracts'
import { Counters } from '../counters.js'
import { readingOf, type Own, type Reading } from '../decoders/frame.js'
import { TakeRecords } from '../take-records.js'
import type { FromSource } from './admit.js'

/** What sensors and relays post. Each record goes to its own topic; a relay may mix alerts and measurements. */
@Controller()
export class HttpController {
  constructor(
    private readonly take: TakeRecords,
    private readonly counters: Counters,
  ) {}

  @Post(INGEST_ROUTES.postAlerts.path)
  alerts(
    @Req() request: FromSource,
    @Res({ passthrough: true }) response: ServerResponse,
    @Query('format') asked?: unknown,
  ): Promise<IngestAnswer> {
    return this.answer(request, response, asked, 'genba')
  }

  @Post(INGEST_ROUTES.postMeasurements.path)
  measurements(
    @Req() request: FromSource,
    @Res({ passthrough: true }) response: ServerResponse,
    @Query('format') asked?: unknown,
  ): Promise<IngestAnswer> {
    return this.answer(request, response, asked, 'measurement')
  }

  private async answer(request: FromSource, response: ServerResponse, asked: unknown, own: Own): Promise<IngestAnswer> {
    try {
      const body: unknown = request.body
      const reading = readingFor(request.headers['content-type'], asked, own)
      const { status, body: answer } = await this.take.execute(
        request.source,
        Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        reading,
        own,
      )
      response.statusCode = status
      return answer
    } catch (error) {
      if (error instanceof Refused) this.counters.refusedWith(error.code)
      throw error
    }
  }
}

function readingFor(type: string | undefined, asked: unknown, own: Own): Reading {
  const format = INGEST_FORMATS.find((each) => each === asked)
  if (asked !== undefined && format === undefined)
    throw new Refused('UNKNOWN_FORMAT', { at: 'format', message: `format is one of ${INGEST_FORMATS.join(', ')}` })
  const reading = readingOf(type, format)
  if (!reading)
    throw new Refused('UNKNOWN_FORMAT', {
      at: 'content-type',
      message: 'send application/json, application/x-ndjson or text/plain (syslog), or name ?format=',
    })
  if (own === 'measurement' && (reading.format === 'syslog' || reading.format === 'eve'))
    throw new Refused('UNKNOWN_FORMAT', {
      at: 'content-type',
      message: 'measurements come as application/json or application/x-ndjson',
    })
  return reading.format === 'genba' ? { ...reading, format: own } : reading
}
