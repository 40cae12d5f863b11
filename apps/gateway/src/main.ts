import { boot } from '@genba/platform'
import { readGatewayConfig } from './config.js'
import { gateway } from './gateway.js'

await boot(() => gateway(readGatewayConfig()))
