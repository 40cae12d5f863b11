import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { never, Refused, type WhatIfTrial } from '@genba/contracts'
import { Clock, LOG, type Log } from '@genba/platform'
import { TrialStore } from './trial.store.js'
import type { Told, Work } from './work.js'

/** Trials that run at the same time in this process, each on a thread of its own. */
const TRIALS_AT_ONCE = 2
/** What one may hold in memory; beyond it it ends, and the gateway does not. */
const HEAP_MAX_MB = 768
const KEEP_MS = 700
const STOP_MS = 5_000

/** Built code also where the sources run: a worker is a file. */
const WORKER = fileURLToPath(new URL('../../dist/what-if/worker.js', import.meta.url))

/** Runs a trial on a worker thread and keeps what becomes of it in its document. */
@Injectable()
export class RunTrial implements OnModuleDestroy {
  private readonly running = new Map<string, Worker>()

  constructor(
    private readonly store: TrialStore,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Throws Refused TOO_MANY. */
  async execute(trial: WhatIfTrial, work: Work): Promise<void> {
    if (this.running.size >= TRIALS_AT_ONCE) throw new Refused('TOO_MANY', { trials: TRIALS_AT_ONCE })
    // One write after the other, so that the end is what stays.
    let writing: Promise<unknown> = this.store.put(trial)
    const keep = (known: WhatIfTrial): Promise<unknown> => (writing = writing.then(() => this.keep(known)))
    const worker = new Worker(WORKER, {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MAX_MB },
      execArgv: [],
    })
    this.running.set(trial.id, worker)
    let now = trial
    let end: Partial<WhatIfTrial> | undefined
    worker.on('message', (told: Told) => {
      if (told.kind === 'progress') now = { ...now, progress: progressOf(told) }
      else end = endOf(told)
    })
    worker.on('error', (error: Error & { code?: string }) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      this.log.warn({ err: error, trial: trial.id }, 'a what-if ended with an error')
      end = { state: 'failed', reason: isFull ? 'too-much' : 'broken' }
    })
    const timer = setInterval(() => {
      if (this.running.get(trial.id) === worker) void keep(now).then(() => this.look(trial.id))
    }, KEEP_MS)
    worker.on('exit', () => {
      clearInterval(timer)
      this.running.delete(trial.id)
      void keep({ ...now, ...(end ?? { state: 'stopped' }) })
    })
    await writing
  }

  stop(id: string): void {
    const worker = this.running.get(id)
    worker?.postMessage('stop')
    // One that computes hears nothing.
    if (worker) setTimeout(() => void worker.terminate(), STOP_MS).unref()
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.running.values()].map((worker) => worker.terminate()))
  }

  /** Another process may have been told that nobody wants it any more. */
  private async look(id: string): Promise<void> {
    const kept = await this.store.get(id).catch(() => undefined)
    if (kept?.isUnwanted) this.stop(id)
  }

  private async keep(trial: WhatIfTrial): Promise<void> {
    await this.store
      .put({ ...trial, seenAt: this.clock.now() })
      .catch((error: unknown) => this.log.warn({ err: error, trial: trial.id }, 'could not tell how a what-if goes'))
  }
}

const progressOf = ({
  alerts,
  messages,
  ofMessages,
}: Extract<Told, { kind: 'progress' }>): WhatIfTrial['progress'] => ({
  alerts,
  messages,
  ofMessages,
})

function endOf(told: Exclude<Told, { kind: 'progress' }>): Partial<WhatIfTrial> {
  switch (told.kind) {
    case 'done':
      return { state: 'done', result: told.result }
    case 'stopped':
      return { state: 'stopped' }
    case 'engine-away':
      return { state: 'failed', reason: 'engine-away' }
    default:
      return never(told)
  }
}
