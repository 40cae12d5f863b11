import 'reflect-metadata'
import { boot } from '@genba/platform'
import { readResponderConfig } from './config.js'
import { ResponderModule } from './responder.module.js'

await boot(() => {
  const config = readResponderConfig(process.env)
  return Promise.resolve({ module: ResponderModule.for(config), options: { port: config.RESPONDER_PORT } })
})
