import { Injectable } from '@nestjs/common'
import { ERRORS, Refused, type IngestAnswer, type Problem, type Source } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { Counters } from './counters.js'
import type { Own, Reading } from './decoders/frame.js'
import { Publish } from './publish.js'
import { LINES_MAX, readBatch, type Batch } from './read-batch.js'
import { KnownSources } from './sources/known-sources.js'

const IDS_MAX = 100
/** An answer names this many rejected lines; all of them are in the dead letters. */
const REJECTED_MAX = 1_000

export type Answer = { status: 200; body: IngestAnswer } | { status: 400; body: IngestAnswer & Problem }

/** Takes the records of one request: read, place, write to Kafka, then say what became of each line. */
@Injectable()
export class TakeRecords {
  constructor(
    private readonly known: KnownSources,
    private readonly publish: Publish,
    private readonly counters: Counters,
    private readonly clock: Clock,
  ) {}

  async execute(source: Source, body: Buffer, reading: Reading, own: Own): Promise<Answer> {
    const site = this.known.siteFor(source)
    if (!site)
      throw new Refused('ENGINE_AWAY', {
        message: `plant "${source.plant}" of source "${source.name}" is not loaded yet; send it again`,
      })
    const receivedAt = this.clock.now()
    const batch = readBatch(body, { source, site, now: receivedAt, reading, own })
    if (batch === 'too-many-lines')
      throw new Refused('TOO_LARGE', { message: `more than ${LINES_MAX} records; send them in several requests` })
    await this.publish.publish(batch, { source: source.name, receivedAt, desks: this.known.desks })
    this.counters.took(batch, this.clock.now() - receivedAt)
    return answerOf(batch)
  }
}

/** 400 when nothing of the request could be used; a bad line among good ones is told apart in a 200. */
export function answerOf(batch: Batch): Answer {
  const { alerts, measurements, ignored, rejected } = batch
  const accepted = alerts.length + measurements.length
  const body: IngestAnswer = {
    accepted,
    ignored: Object.fromEntries(ignored),
    rejected: rejected
      .slice(0, REJECTED_MAX)
      .map(({ line, field, reason }) => ({ line, ...(field === undefined ? {} : { field }), reason })),
    ...(rejected.length > REJECTED_MAX ? { rejectedMore: rejected.length - REJECTED_MAX } : {}),
    ids: [...alerts, ...measurements].slice(0, IDS_MAX).map(({ id }) => id),
  }
  const [first] = rejected
  if (accepted > 0 || ignored.size > 0) return { status: 200, body }
  if (!first) return bad(body, 'the body holds no record')
  return bad(body, first.reason, [`line ${first.line}`, first.field].filter(Boolean).join(', '))
}

const bad = (body: IngestAnswer, message: string, at?: string): Answer => ({
  status: 400,
  body: { code: 'BAD_INPUT', message, ...(at === undefined ? {} : { at }), again: ERRORS.BAD_INPUT.again, ...body },
})
