import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Topic } from '@genba/contracts'
import { EngineConfig, Kafka, Mongo, PlatformModule, readConfig } from '@genba/platform'
import { Test, type TestingModule } from '@nestjs/testing'
import { REPO } from '../deploy/local/home.mjs'
import { findEnginePort } from '../deploy/local/ports.mjs'
import type { TestEngines } from './engines.js'
import { until } from './stack.js'

const MAIN = join(REPO, 'apps/correlator/dist/main.js')

/** One installation: topics, database and correlator of its own. */
export type House = {
  env: NodeJS.ProcessEnv
  module: TestingModule
  kafka: Kafka
  mongo: Mongo
  child?: ChildProcess
  said: string
}
export type Group = { group: string; topic: Topic }

/** Its correlator keeps the same port over a kill. */
export async function build(engines: TestEngines, name: string, more: NodeJS.ProcessEnv = {}): Promise<House> {
  const uri = new URL(engines.env.MONGODB_URI)
  uri.pathname += name
  const env = {
    ...engines.env,
    GENBA_PREFIX: `${engines.env.GENBA_PREFIX}${name}.`,
    MONGODB_URI: uri.toString(),
    CORRELATOR_PORT: String(await findEnginePort(undefined)),
    CHECKPOINT_MS: '400',
    TELL_MS: '100',
    GROWTH_MS: '100',
    LOG_LEVEL: 'warn',
    ...more,
  }
  const module = await Test.createTestingModule({
    imports: [PlatformModule.for('correlator-spec', readConfig(EngineConfig, env))],
  }).compile()
  await module.init()
  const house: House = { env, module, kafka: module.get(Kafka), mongo: module.get(Mongo), said: '' }
  await house.kafka.createTopics()
  await house.mongo.createCollections()
  return house
}

export const ask = ({ env }: House, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${env['CORRELATOR_PORT']}${path}`)

export async function start(house: House): Promise<void> {
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    env: { ...process.env, ...house.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  house.child = child
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (house.said += chunk.toString()))
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`the correlator ended with ${child.exitCode}:\n${house.said}`)
    return (await ask(house, '/ready').catch(() => undefined))?.status === 200
  }
  await until('the correlator to be ready', ready, 60_000, () => house.said)
}

/** With a blow, in the middle of something; or because its test is over: a correlator that has nothing to do still asks for messages. */
export async function kill({ child }: House): Promise<void> {
  child?.kill('SIGKILL')
  if (child?.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

/** Starts the correlator with settings that it must refuse. */
export async function refuse(env: NodeJS.ProcessEnv): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(child, 'exit')) as [number]
  return { code, said }
}

export async function leave(houses: readonly House[]): Promise<void> {
  for (const { child, module } of houses) {
    child?.kill('SIGKILL')
    await module.close()
  }
}

/** Alarms are written at most a quarter of the time: on a busy machine the rest between two writings is longer than one look. */
const STILL_LOOKS = 8

/** Waits until the groups have read and kept every message, and what follows from them stands still. */
export async function settle(
  house: House,
  groups: readonly Group[],
  facts: () => Promise<unknown>,
  withinMs = 60_000,
): Promise<void> {
  const admin = house.kafka.admin()
  await admin.connect()
  const lagOf = async ({ group, topic }: Group) => {
    const ends = await admin.fetchTopicOffsets(house.kafka.topicName(topic))
    const [read] = await admin.fetchOffsets({
      groupId: `${house.env['GENBA_PREFIX']}genba-${group}`,
      topics: [house.kafka.topicName(topic)],
    })
    const readOf = (partition: number) => Number(read?.partitions.find((each) => each.partition === partition)?.offset)
    return ends.reduce((sum, { partition, offset }) => sum + Number(offset) - Math.max(0, readOf(partition)), 0)
  }
  let seen = ''
  let looks = 0
  try {
    await until(
      'everything to be read and what follows to stand still',
      async () => {
        const lags = await Promise.all(groups.map(lagOf))
        const now = JSON.stringify([lags, await facts()])
        looks = now === seen ? looks + 1 : 0
        seen = now
        await new Promise((resolve) => setTimeout(resolve, 500))
        return lags.every((lag) => lag === 0) && looks >= STILL_LOOKS
      },
      withinMs,
      () => `${seen.slice(0, 300)} ${house.said}`,
    )
  } finally {
    await admin.disconnect()
  }
}
