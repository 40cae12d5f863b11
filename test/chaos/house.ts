import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EngineConfig, Kafka, Mongo, Readiness, createLog, readConfig } from '@genba/platform'
import { readPlant } from '@genba/plant'
import { isReady, NODE_FLAGS } from '../../deploy/local/apps.mjs'
import { startEngines } from '../../deploy/local/engines.mjs'
import { recall, REPO } from '../../deploy/local/home.mjs'
import { Part } from '../../deploy/local/part.mjs'
import { findPortFrom } from '../../deploy/local/ports.mjs'

export const KILLS = ['responder', 'redis', 'redis and its data', 'mongo', 'kafka'] as const
export type Kill = (typeof KILLS)[number]

const FIRST_PORT = 4_700

/** Engines of its own and one responder, each of which can be taken away in one blow and started again. */
export class House {
  private constructor(
    private readonly dir: string,
    private readonly engines: Awaited<ReturnType<typeof startEngines>>,
    private readonly responder: Part,
    readonly mongo: Mongo,
    readonly kafka: Kafka,
  ) {}

  static async open(env: NodeJS.ProcessEnv): Promise<House> {
    const dir = mkdtempSync(join(tmpdir(), 'genba-storm-'))
    const engines = await startEngines({ dir, env: {} })
    const config = readConfig(EngineConfig, engines.env)
    const readiness = new Readiness()
    const mongo = new Mongo(config, readiness)
    await mongo.onModuleInit()
    await mongo.createCollections()
    const kafka = new Kafka(config, 'storm', createLog('storm', 'silent'), readiness)
    await kafka.createTopics()
    const file = join(REPO, 'libs/plant/plants/model-factory.yml')
    const plant = readPlant(readFileSync(file, 'utf8'), file)
    await mongo.collection('plants').collection.insertOne({ ...plant, _id: plant.id } as never)
    const port = await findPortFrom(FIRST_PORT, new Set())
    const responder = new Part(
      {
        name: 'responder',
        port,
        command: process.execPath,
        args: [...NODE_FLAGS, join(REPO, 'apps/responder/dist/main.js')],
        cwd: REPO,
        env: { ...process.env, ...engines.env, RESPONDER_PORT: String(port), LOG_LEVEL: 'warn', ...env },
        isReady: () => isReady(port),
        readyMs: 60_000,
        stopMs: 10_000,
      },
      recall(dir),
    )
    await responder.start()
    return new House(dir, engines, responder, mongo, kafka)
  }

  /** Takes it away, waits and starts it again. */
  async strike(kill: Kill, awayMs: number): Promise<void> {
    const part = this.partOf(kill)
    await part.kill()
    if (kill === 'redis and its data') rmSync(join(this.dir, 'redis'), { recursive: true, force: true })
    await new Promise((resolve) => setTimeout(resolve, awayMs))
    // Redis' folder is made by who plans it.
    if (kill === 'redis and its data') mkdirSync(join(this.dir, 'redis'))
    await part.start()
  }

  private partOf(kill: Kill): Part {
    const part =
      kill === 'responder' ? this.responder : this.engines.parts[kill === 'redis and its data' ? 'redis' : kill]
    if (!part) throw new Error(`${kill} is not ours to take away`)
    return part
  }

  async close(): Promise<void> {
    await this.responder.stop()
    await this.kafka.onModuleDestroy()
    await this.mongo.onModuleDestroy()
    await this.engines.stop()
    rmSync(this.dir, { recursive: true, force: true })
  }
}
