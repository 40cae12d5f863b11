import { Injectable } from '@nestjs/common'
import {
  DEAD_LETTER_SHOWN_BYTES,
  plantsOf,
  type DeadLetter,
  type DeadLetterPage,
  type DeadLetterQuery,
  type DeadLetterRow,
  type Source,
} from '@genba/contracts'
import { Access, Clock, Mongo, readMessage, type Stored } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { TopicPages } from './topic-pages.js'

const MONTH_MS = 30 * 86_400_000

/** What ingest could not read, newest first, from the sources of the plants that a person sees. */
@Injectable()
export class ListDeadLetters {
  constructor(
    private readonly pages: TopicPages,
    private readonly mongo: Mongo,
    private readonly clock: Clock,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, query: DeadLetterQuery): Promise<DeadLetterPage> {
    this.access.require(actor, 'incident.read')
    const own = plantsOf(actor, 'incident.read')
    const sources = await this.mongo.collection<Source>('sources').find().select(['plant']).lean<Stored<Source>[]>()
    const plantOf = new Map(
      sources.filter(({ plant }) => own === '*' || own.includes(plant)).map(({ _id, plant }) => [_id, plant]),
    )
    const now = this.clock.now()
    const page = await this.pages.execute<DeadLetter>({
      topic: 'dead-letter.v1',
      from: query.from ?? now - MONTH_MS,
      until: now,
      cursor: query.cursor,
      limit: query.limit,
      read: (value) => {
        const letter = readMessage<'dead-letter.v1'>(value)
        return letter ? [letter] : []
      },
      timeOf: ({ receivedAt }) => receivedAt,
      isWanted: ({ source }) => plantOf.has(source),
    })
    return {
      letters: page.found.map((letter) => rowOf(letter, plantOf.get(letter.source) ?? '')),
      ...(page.next === undefined ? {} : { next: page.next }),
      from: page.from,
    }
  }
}

function rowOf(letter: DeadLetter, plant: string): DeadLetterRow {
  const bytes = Buffer.from(letter.originalBase64, 'base64')
  return {
    ...letter,
    plant,
    bytes: bytes.length,
    originalBase64: bytes.subarray(0, DEAD_LETTER_SHOWN_BYTES).toString('base64'),
  }
}
