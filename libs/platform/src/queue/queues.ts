import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { Queue, Worker, type Processor, type WorkerOptions } from 'bullmq'
import { Redis } from 'ioredis'
import type { EngineConfig } from '../config/config.js'
import { ENGINE_CONFIG, LOG } from '../tokens.js'
import { Readiness } from '../telemetry/health.controller.js'
import type { Log } from '../telemetry/log.js'

/** BullMQ queues and workers of one process. Redis is not the truth: whoever adds a job can rebuild it. */
@Injectable()
export class Queues implements OnModuleDestroy {
  private readonly queues = new Map<string, Queue>()
  private readonly workers: Worker[] = []
  private readonly connections: Redis[] = []

  constructor(
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
    @Inject(LOG) private readonly log: Log,
    private readonly readiness: Readiness,
  ) {}

  /** A Redis connection that this process closes at its end. */
  connect(): Redis {
    // What is asked in one turn of the event loop goes in one write.
    const redis = new Redis(this.config.REDIS_URL.reveal(), { maxRetriesPerRequest: null, enableAutoPipelining: true })
    redis.on('ready', () => this.readiness.set('redis', true))
    redis.on('close', () => this.readiness.set('redis', false))
    redis.on('error', (error) => this.log.warn({ err: error }, 'redis'))
    this.connections.push(redis)
    return redis
  }

  queue<D>(name: string): Queue<D> {
    const known = this.queues.get(name)
    if (known) return known as unknown as Queue<D>
    const queue = new Queue<D>(name, { connection: this.connect(), prefix: this.prefix })
    queue.on('error', (error) => this.log.warn({ err: error, queue: name }, 'queue'))
    this.queues.set(name, queue)
    return queue
  }

  worker<D>(
    name: string,
    processor: Processor<D>,
    options: Omit<WorkerOptions, 'connection' | 'prefix'> = {},
  ): Worker<D> {
    const worker = new Worker<D>(name, processor, { ...options, connection: this.connect(), prefix: this.prefix })
    worker.on('error', (error) => this.log.warn({ err: error, queue: name }, 'worker'))
    this.workers.push(worker)
    return worker
  }

  get prefix(): string {
    return `${this.config.GENBA_PREFIX}genba`
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.allSettled(this.workers.map((worker) => worker.close()))
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()))
    for (const connection of this.connections) connection.disconnect()
  }
}
