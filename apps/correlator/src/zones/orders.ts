import { Inject, Injectable } from '@nestjs/common'
import { isAboutAlarms, PlantCover } from '@genba/contracts'
import { noteOrder, openBook, ordersOf, type AlarmDesign, type AlarmOrders, type OrderBook } from '@genba/correlation'
import { Kafka, LOG, Mongo, readMessage, type Log, type Stored } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { ReadCounters } from '../checkpoint/read-counters.js'
import { Plants } from '../incidents/plants.js'
import { readToEnd } from './read-to-end.js'

/** A group of one member joins and reads within a second; on a machine that is busy to its limit ten were seen. */
const STALL_MS = 15_000

/**
 * What people told of alarms: every process has all of lifecycle.v1, whichever partitions of alert.v1 it owns. Read to its end before the
 * first alert, and followed from then on.
 */
@Injectable()
export class Orders {
  private book: OrderBook | undefined
  private compiled: AlarmOrders | undefined
  private design: AlarmDesign | undefined
  private opening: Promise<void> | undefined

  constructor(
    private readonly kafka: Kafka,
    private readonly mongo: Mongo,
    private readonly counters: ReadCounters,
    private readonly plants: Plants,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** The same object until people told something more, or a plant does something else. */
  get now(): AlarmOrders {
    const { design } = this.plants
    if (!this.compiled || this.design !== design) {
      this.design = design
      this.compiled = ordersOf(this.book ?? openBook(), design)
      for (const fault of this.compiled.policy.faults) this.log.warn(fault, 'a cover does not hide what it should')
    }
    return this.compiled
  }

  /** Resolves when everything told until now is known. */
  open(): Promise<void> {
    this.opening ??= this.read()
    return this.opening
  }

  private async read(): Promise<void> {
    const documents = await this.mongo.collection<PlantCover>('shelves').find().lean<Stored<PlantCover>[]>()
    const covers = documents.flatMap((document) => PlantCover.safeParse(document).data?.cover ?? [])
    const book = openBook(covers.filter((cover) => cover.kind !== 'request'))
    this.book = book
    await readToEnd({
      findEnds: () => this.findEnds(),
      begin: async (took) => {
        const consumer = await this.kafka.consume({
          group: 'correlator-orders',
          isOwn: true,
          topics: ['lifecycle.v1'],
          commit: 'manual',
          onBatch: (payload) => {
            this.take(book, payload)
            took(payload.batch.partition, Number(payload.batch.lastOffset()) + 1)
            return Promise.resolve()
          },
        })
        return { end: () => consumer.disconnect() }
      },
      stallMs: STALL_MS,
      onStall: (partitions, readers) =>
        this.log.warn({ partitions, readers }, 'what people told of alarms does not come in, reading it anew'),
    })
  }

  /** Where the partitions that hold anything end at this moment. */
  private async findEnds(): Promise<Map<number, number>> {
    const admin = this.kafka.admin()
    await admin.connect()
    try {
      const ends = await admin.fetchTopicOffsets(this.kafka.topicName('lifecycle.v1'))
      return new Map(
        ends.filter(({ low, high }) => Number(low) < Number(high)).map((end) => [end.partition, Number(end.high)]),
      )
    } finally {
      await admin.disconnect()
    }
  }

  private take(book: OrderBook, payload: EachBatchPayload): void {
    const { batch } = payload
    for (const { value, offset } of batch.messages) {
      const told = readMessage<'lifecycle.v1'>(value)
      if (told === undefined) this.counters.countUnreadable('lifecycle.v1')
      else if (isAboutAlarms(told)) {
        noteOrder(book, told, Number(offset))
        this.compiled = undefined
      }
    }
    payload.resolveOffset(batch.lastOffset())
  }
}
