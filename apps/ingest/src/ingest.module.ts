import { Module, type DynamicModule } from '@nestjs/common'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { PlatformModule } from '@genba/platform'
import type { IngestConfig } from './config.js'
import { Counters } from './counters.js'
import { Partitions } from './partitions.js'
import { Publish } from './publish.js'
import { Admit } from './sources/admit.js'
import { HttpController } from './sources/http.controller.js'
import { KnownSources } from './sources/known-sources.js'
import { TakeRecords } from './take-records.js'
import { WriteTicks } from './time/write-ticks.js'
import { INGEST_CONFIG } from './tokens.js'

/** A sender that takes longer than this for its header or its whole request holds a place that others need. */
const HEADERS_MAX_MS = 10_000
const REQUEST_MAX_MS = 60_000

@Module({})
export class IngestModule {
  static for(config: IngestConfig): DynamicModule {
    return {
      module: IngestModule,
      imports: [PlatformModule.for('ingest', config)],
      controllers: [HttpController],
      providers: [
        { provide: INGEST_CONFIG, useValue: config },
        ...[Counters, KnownSources, Partitions, Publish, WriteTicks, Admit, TakeRecords],
      ],
    }
  }
}

/** Before the app listens: the key is asked for before the body is read, and the body stays bytes. */
export function prepareIngest(app: NestExpressApplication): void {
  const { INGEST_BODY_MAX_BYTES } = app.get<IngestConfig>(INGEST_CONFIG)
  const server = app.getHttpServer()
  server.headersTimeout = HEADERS_MAX_MS
  server.requestTimeout = REQUEST_MAX_MS
  app.disable('x-powered-by')
  app.use('/v1', app.get(Admit).handle)
  app.useBodyParser('raw', { type: () => true, limit: INGEST_BODY_MAX_BYTES })
}
