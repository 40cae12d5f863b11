import 'reflect-metadata'
import { boot, readConfig } from '@genba/platform'
import { CorrelatorConfig } from './config.js'
import { CorrelatorModule } from './correlator.module.js'
import { loadRules } from './rules/load-rules.js'

await boot(async () => {
  const config = readConfig(CorrelatorConfig)
  const rules = await loadRules(config.RULES_DIR)
  return { module: CorrelatorModule.for(config, rules), options: { port: config.CORRELATOR_PORT } }
})
