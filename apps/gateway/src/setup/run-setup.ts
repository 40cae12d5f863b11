import { NestFactory } from '@nestjs/core'
import type { SetupConfig } from '../config.js'
import { SetUp } from './set-up.js'
import { SetupModule } from './setup.module.js'

export async function runSetup(config: SetupConfig): Promise<string[]> {
  const app = await NestFactory.createApplicationContext(SetupModule.for(config), {
    logger: ['error'],
    abortOnError: false,
  })
  try {
    return await app.get(SetUp).execute(config)
  } finally {
    await app.close()
  }
}
