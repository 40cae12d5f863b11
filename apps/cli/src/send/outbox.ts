import type { Relayed } from '@genba/contracts'
import type { Target } from '../config.js'
import type { Say } from '../say.js'
import type { Clock } from '../wait.js'
import { postBatch, type Path } from './post-batch.js'
import { addAnswer, emptyTally, type Tally } from './tally.js'

/** Bounds of one batch: lines, and characters so that ingest's body limit holds. */
export const BATCH_LINES_MAX = 1000
export const BATCH_CHARS_MAX = 1_000_000

type Waiting = { lines: string[]; places: string[]; chars: number }

/** Collects envelopes for both routes and sends what is full; `flush` sends the rest. Never holds more than one batch a route. */
export class Outbox {
  readonly tally: Tally = emptyTally()
  private readonly waiting: Record<Path, Waiting> = { '/v1/alerts': empty(), '/v1/measurements': empty() }

  constructor(
    private readonly target: Target,
    private readonly clock: Clock,
    private readonly say: Say,
  ) {}

  /** `place` names the line where ingest rejects it. Resolves at once unless a batch became full. */
  async add(relayed: Relayed, place: string): Promise<void> {
    const path: Path = relayed.source === 'measurement' ? '/v1/measurements' : '/v1/alerts'
    const line = JSON.stringify(relayed)
    const batch = this.waiting[path]
    if (batch.lines.length > 0 && batch.chars + line.length > BATCH_CHARS_MAX) await this.send(path)
    this.waiting[path].lines.push(line)
    this.waiting[path].places.push(place)
    this.waiting[path].chars += line.length
    if (this.waiting[path].lines.length >= BATCH_LINES_MAX) await this.send(path)
  }

  async flush(): Promise<void> {
    await this.send('/v1/alerts')
    await this.send('/v1/measurements')
  }

  private async send(path: Path): Promise<void> {
    const { lines, places } = this.waiting[path]
    this.waiting[path] = empty()
    if (lines.length === 0) return
    const answer = await postBatch(lines, {
      target: this.target,
      path,
      clock: this.clock,
      onRetry: (why, pauseMs) => this.say(`  ${why}; trying again in ${pauseMs} ms`),
    })
    addAnswer(this.tally, answer, places, this.say)
  }
}

const empty = (): Waiting => ({ lines: [], places: [], chars: 0 })
