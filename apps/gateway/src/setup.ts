import 'reflect-metadata'
import { PlantFileError } from '@genba/plant'
import { ConfigError } from '@genba/platform'
import { readSetupConfig } from './config.js'
import { runSetup } from './setup/run-setup.js'

// Runs once before the apps, which then find topics, collections, plants, users and sources.
try {
  for (const line of await runSetup(readSetupConfig())) process.stdout.write(`${line}\n`)
} catch (error) {
  const isTheirs = error instanceof ConfigError || error instanceof PlantFileError
  process.stderr.write(`${isTheirs ? error.message : ((error as Error).stack ?? String(error))}\n`)
  process.exitCode = 1
}
