import 'reflect-metadata'
import { boot, readConfig } from '@genba/platform'
import { CorrelatorConfig } from './config.js'
import { CorrelatorModule } from './correlator.module.js'
import { loadDetectors } from './measurements/load-detectors.js'
import { openRules } from './rules/rules.js'

await boot(async () => {
  const config = readConfig(CorrelatorConfig)
  const rules = await openRules(config)
  const detectors = await loadDetectors(config.DETECTORS_DIR)
  return { module: CorrelatorModule.for(config, rules, detectors), options: { port: config.CORRELATOR_PORT } }
})
