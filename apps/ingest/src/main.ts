import { boot, readConfig } from '@genba/platform'
import { IngestConfig } from './config.js'
import { IngestModule, prepareIngest } from './ingest.module.js'

await boot(() => {
  const config = readConfig(IngestConfig)
  return Promise.resolve({
    module: IngestModule.for(config),
    options: { port: config.INGEST_PORT, prepare: prepareIngest },
  })
})
