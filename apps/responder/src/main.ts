import 'reflect-metadata'
import { boot, readConfig } from '@genba/platform'
import { ResponderConfig } from './config.js'
import { ResponderModule } from './responder.module.js'

await boot(() => {
  const config = readConfig(ResponderConfig)
  return Promise.resolve({ module: ResponderModule.for(config), options: { port: config.RESPONDER_PORT } })
})
