// @ts-check
// Apache Kafka as one KRaft process: broker and controller in one.
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { askPort, findEnginePort } from '../ports.mjs'
import { run } from '../run.mjs'
/** @import { Home } from '../home.mjs' */
/** @import { Plan } from '../part.mjs' */

const JVM = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Dlog4j2.level=WARN']

/** Metadata v1 for no topic: four bytes of length, api 3, version 1, a correlation id, no client id, no topics. */
const ASK_BROKERS = Buffer.from('0000000e' + '0003' + '0001' + '00000001' + 'ffff' + '00000000', 'hex')

/** Makes the data folder once and says how to start it. @param {Home} home @param {{ java: string, classPath: string, signal?: AbortSignal }} options @returns {Promise<Plan>} */
export async function planKafka(home, { java, classPath, signal }) {
  const { ports } = home.memory
  const port = (ports.kafka = await findEnginePort(ports.kafka))
  const controller = (ports.kafkaController = await findEnginePort(ports.kafkaController))
  const dir = join(home.dir, 'kafka')
  const properties = join(dir, 'server.properties')
  mkdirSync(dir, { recursive: true })
  writeFileSync(properties, describe(join(dir, 'data'), port, controller))
  if (!existsSync(join(dir, 'data', 'meta.properties'))) {
    const cluster = randomBytes(16).toString('base64url').replace(/^-/, 'a')
    await run(java, [...JVM, '-cp', classPath, 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties], {
      log: join(home.dir, 'logs', 'kafka-format.log'),
      signal,
      what: 'formatting the Kafka folder',
    })
  }
  return {
    name: 'kafka',
    port,
    command: java,
    args: [...JVM, '-cp', classPath, 'kafka.Kafka', properties],
    cwd: dir,
    isReady: () => isKafkaReady(port),
    readyMs: 60_000,
    stopMs: 15_000,
  }
}

/** Whether a broker answers that the cluster has a broker. @param {number} port */
async function isKafkaReady(port) {
  const answer = await askPort(port, ASK_BROKERS)
  return answer.length >= 12 && answer.readInt32BE(8) > 0
}

/** @param {string} data @param {number} port @param {number} controller */
function describe(data, port, controller) {
  // The voters are static, since a formatted voter would remember the controller's port for good.
  // After a crash the broker must wait for its former session to end, hence the short one: 9 s by default.
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
controller.listener.names=CONTROLLER
log.dirs=${data.replaceAll('\\', '/')}
auto.create.topics.enable=false
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=1000
group.initial.rebalance.delay.ms=100
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
log.cleaner.dedupe.buffer.size=16777216
`
}
