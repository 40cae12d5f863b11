import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common'
import { PACK_HEADER, Refused, type Topic } from '@genba/contracts'
import { Clock, Kafka, LOG, type Log, type Slices } from '@genba/platform'
import { readCursor, writeCursor } from './cursor.js'
import type { KafkaMessage } from 'kafkajs'
import { pageBack, type Lane, type Load, type Page } from './page-back.js'

/** A page answers within this, with what it has found until then. */
const PAGE_MS = 150
const LOOK_MAX = 50_000

type Asked<T> = {
  topic: Topic
  from: number
  until: number
  /** Only this key's partition. */
  key?: string | undefined
  cursor?: string | undefined
  limit: number
  /** The things in a message; none when it can't be read. */
  read: (value: Buffer, isPack: boolean) => T[]
  timeOf: (thing: T) => number
  isWanted: (thing: T) => boolean
}

type Places<T> = Pick<Asked<T>, 'topic' | 'read'> & {
  places: readonly { partition: number; offset: number }[]
}

/** Pages of a topic, newest first, over one paused consumer a topic. */
@Injectable()
export class TopicPages implements OnModuleDestroy {
  private readonly slices = new Map<Topic, Slices>()

  constructor(
    private readonly kafka: Kafka,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Throws Refused BAD_INPUT for a wrong cursor, ENGINE_AWAY when Kafka does not answer. */
  async execute<T>(asked: Asked<T>): Promise<Omit<Page<T>, 'lanes'> & { next: string | undefined; from: number }> {
    const kept = asked.cursor === undefined ? undefined : readCursor(asked.cursor)
    const { topic, key, until, limit, read, timeOf, isWanted } = asked
    const from = kept?.from ?? asked.from
    const slices = this.slicesOf(topic)
    const load: Load<T> = async (wanted) => {
      const found = await slices.read(wanted)
      return new Map(
        [...found].map(([partition, messages]) => [
          partition,
          messages.map(({ offset, value, headers }) => ({
            offset: Number(offset),
            things: value ? read(value, isPacked(headers)) : [],
          })),
        ]),
      )
    }
    try {
      const lanes = kept?.lanes ?? (await slices.locate(from, until, key)).map(toLane)
      const overAt = this.clock.now() + PAGE_MS
      const isOver = () => this.clock.now() >= overAt
      const page = await pageBack(lanes, { load, timeOf, isWanted, limit, lookMax: LOOK_MAX, isOver })
      return {
        found: page.found,
        looked: page.looked,
        reachedAt: page.reachedAt,
        next: writeCursor(from, page.lanes),
        from,
      }
    } catch (cause) {
      this.log.warn({ err: cause, topic }, 'could not read a page')
      throw new Refused('ENGINE_AWAY', {}, { cause })
    }
  }

  /** What single messages hold, by where they lie; nothing for one that the topic does not have any more. Throws Refused ENGINE_AWAY. */
  async at<T>({ topic, places, read }: Places<T>): Promise<T[][]> {
    if (places.length === 0) return []
    const slices = this.slicesOf(topic)
    try {
      const kept = await slices.locate(0, this.clock.now())
      const found: T[][] = []
      for (const { partition, offset } of places) {
        const isKept = kept.some((part) => part.partition === partition && part.from <= offset && offset < part.end)
        const slice = { partition, from: offset, end: offset + 1 }
        const messages = isKept ? (await slices.read([slice])).get(partition) : []
        found.push((messages ?? []).flatMap(({ value, headers }) => (value ? read(value, isPacked(headers)) : [])))
      }
      return found
    } catch (cause) {
      this.log.warn({ err: cause, topic }, 'could not read single messages')
      throw new Refused('ENGINE_AWAY', {}, { cause })
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.slices.values()].map((each) => each.close()))
  }

  private slicesOf(topic: Topic): Slices {
    const known = this.slices.get(topic) ?? this.kafka.slices(topic)
    this.slices.set(topic, known)
    return known
  }
}

const isPacked = (headers: KafkaMessage['headers']): boolean => headers?.[PACK_HEADER] !== undefined

const toLane = ({ partition, from, end }: { partition: number; from: number; end: number }): Lane => ({
  partition,
  low: from,
  end,
  skip: 0,
})
