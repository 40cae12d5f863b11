import { readRules } from '@genba/correlation'
import { FollowedFiles, foldersOf, type BootOptions } from '@genba/platform'
import { Queues } from '@genba/platform/queue'
import type { DynamicModule } from '@nestjs/common'
import type { GatewayConfig } from './config.js'
import { serveConsole } from './console/serve-console.js'
import { GatewayModule } from './gateway.module.js'
import { Live } from './live/live.live.js'
import { openServer } from './live/open-server.js'
import { protect } from './protect/protect.js'

/** What `boot` and the specs start. */
export async function gateway(config: GatewayConfig): Promise<{ module: DynamicModule; options: BootOptions }> {
  const rules = await FollowedFiles.open({
    what: 'rules',
    folders: foldersOf(import.meta.resolve('@genba/correlation/package.json'), 'rules', config.RULES_DIR),
    read: readRules,
  })
  return {
    module: GatewayModule.for(config, rules),
    options: {
      port: config.GATEWAY_PORT,
      prepare: (app) => {
        protect(app, config)
        const stream = `${config.GENBA_PREFIX}genba-live`
        const redis = app.get(Queues).connect()
        app.get(Live).start(openServer(app.getHttpServer(), redis, stream, config.GENBA_ORIGINS))
        serveConsole(app, config.GENBA_CONSOLE_DIR)
      },
    },
  }
}
