import 'reflect-metadata'
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { ConfigError, type EngineConfig } from './config/config.js'
import { endInTime } from './end-in-time.js'
import { NestLog, type Log } from './telemetry/log.js'
import { ProblemFilter } from './telemetry/problem.filter.js'
import { ENGINE_CONFIG, LOG } from './tokens.js'

export type BootOptions = { port: number; prepare?: (app: NestExpressApplication) => Promise<void> | void }

/** Starts an app on its port; SIGTERM and SIGINT close it in order and in time. Does not come back on a wrong configuration: it says what is wrong and exits with 1. */
export async function boot(load: () => Promise<{ module: Type | DynamicModule; options: BootOptions }>): Promise<void> {
  try {
    const { module, options } = await load()
    const app = await startApp(module, options)
    endInTime(app.get<Log>(LOG))
  } catch (error) {
    process.stderr.write(
      `${error instanceof ConfigError ? error.message : ((error as Error).stack ?? String(error))}\n`,
    )
    process.exit(1)
  }
}

/** The same for tests: the running app is returned. */
export async function startApp(module: Type | DynamicModule, options: BootOptions): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, { bodyParser: false, bufferLogs: true })
  const log = app.get<Log>(LOG)
  app.useLogger(new NestLog(log))
  app.useGlobalFilters(new ProblemFilter(log))
  app.enableShutdownHooks()
  await options.prepare?.(app)
  await app.listen(options.port, app.get<EngineConfig>(ENGINE_CONFIG).GENBA_HOST)
  log.info({ url: await app.getUrl() }, 'listening')
  return app
}

/** A module without a door of its own, for a thread of an app: whoever started it also stops it. */
export async function startContext(module: DynamicModule): Promise<INestApplicationContext> {
  const context = await NestFactory.createApplicationContext(module, { bufferLogs: true, abortOnError: false })
  context.useLogger(new NestLog(context.get<Log>(LOG)))
  return context
}
