import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { MessageChannel, Worker } from 'node:worker_threads'
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import { Kafka, LOG, Metrics, PART_END_MAX_MS, Readiness, type Counted, type Log } from '@genba/platform'
import { CORRELATOR_CONFIG, type CorrelatorConfig } from '../config.js'
import { Rules } from '../rules/rules.js'
import { endThreads } from './end-threads.js'
import type { FromThread, ThreadWork, ToThread } from './thread-messages.js'

/** Built code also where the sources run: a worker is a file. */
const THREAD = fileURLToPath(new URL('../../dist/zones/thread.js', import.meta.url))

/**
 * Stage one, in threads that share the partitions of alert.v1 among them as processes do (docs/decisions/0018). A thread that breaks takes
 * the process with it: whoever restarts that finds every partition at its checkpoint.
 */
@Injectable()
export class ZoneThreads implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly threads: Worker[] = []
  private isEnding = false

  constructor(
    @Inject(CORRELATOR_CONFIG) private readonly config: CorrelatorConfig,
    private readonly kafka: Kafka,
    private readonly rules: Rules,
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const length = this.config.ZONE_THREADS ?? threadsFor(await this.kafka.countPartitions('alert.v1'))
    const started = Array.from({ length }, (_, number) => this.start(number))
    this.rules.onChange(() => this.tellAll({ kind: 'rules', rules: this.rules.inForce }))
    await Promise.all(started)
  }

  async onModuleDestroy(): Promise<void> {
    this.isEnding = true
    const left = await endThreads(this.threads, { kind: 'stop' } satisfies ToThread, PART_END_MAX_MS)
    if (left > 0) this.log.warn({ threads: left }, 'threads did not end in time: what came after their last checkpoints is read again') // prettier-ignore
  }

  /** Resolves when the thread has begun to read. */
  private start(number: number): Promise<void> {
    const part = `zones:${number}`
    this.readiness.set(part, false)
    const work: ThreadWork = { rules: this.rules.inForce }
    const thread = new Worker(THREAD, { workerData: work })
    this.threads.push(thread)
    this.metrics.include(() => count(thread))
    thread.on('error', (error) => this.log.fatal({ err: error, thread: number }, 'a thread of the zones broke'))
    thread.on('exit', (code) => {
      if (!this.isEnding) process.exit(code || 1)
    })
    return new Promise((resolve) => {
      thread.on('message', (told: FromThread) => {
        if (told.kind === 'rulesTaken') return this.rules.noteTaken(told.hash, told.partition, told.offset)
        this.readiness.set(part, told.isReady)
        resolve()
      })
    })
  }

  private tellAll(told: ToThread): void {
    for (const thread of this.threads) thread.postMessage(told)
  }
}

const threadsFor = (partitions: number): number => Math.min(availableParallelism(), partitions)

async function count(thread: Worker): Promise<Counted> {
  const { port1, port2 } = new MessageChannel()
  try {
    thread.postMessage({ kind: 'count', to: port2 } satisfies ToThread, [port2])
    const [counted] = (await once(port1, 'message')) as [Counted]
    return counted
  } finally {
    port1.close()
  }
}
