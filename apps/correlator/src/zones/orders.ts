import { Injectable } from '@nestjs/common'
import { isAboutAlarms, TOPICS } from '@genba/contracts'
import {
  letGo,
  noteOrder,
  openBook,
  ordersOf,
  type AlarmDesign,
  type AlarmOrders,
  type OrderBook,
} from '@genba/correlation'
import { readMessage } from '@genba/platform'
import type { EachBatchPayload } from 'kafkajs'
import { Engines } from '../checkpoint/engines.js'
import { ReadCounters } from '../checkpoint/read-counters.js'
import { Plants } from '../incidents/plants.js'
import { AlertPlaces } from './alert-places.js'
import { CoverStore } from './cover.store.js'
import { readToEnd } from './read-to-end.js'

/** A group of one member joins and reads within a second; on a machine that is busy to its limit ten were seen. */
const STALL_MS = 15_000

/**
 * What people told of alarms: every thread has all of lifecycle.v1, whichever partitions of alert.v1 it owns. Read to its end before the first alert, and
 * followed from then on. What the topic promises to keep bounds it: older words are let go, but for covers that have not ended.
 */
@Injectable()
export class Orders {
  private book = openBook()
  private compiled: AlarmOrders | undefined
  private design: AlarmDesign | undefined
  /** The plants' desks, and where keys lie. */
  private seats: AlarmDesign['seats'] | undefined
  /** What came since it was compiled. */
  private news: ReturnType<typeof noteOrder>
  private faults = new Set<string>()
  private opening: Promise<void> | undefined

  constructor(
    private readonly engines: Engines,
    private readonly covers: CoverStore,
    private readonly counters: ReadCounters,
    private readonly plants: Plants,
    private readonly places: AlertPlaces,
  ) {}

  /** The same object until people told something more, or a plant does something else. */
  get now(): AlarmOrders {
    const { design } = this.plants
    const { partitionOf } = this.places
    const isSame = this.design === design && this.seats?.partitionOf === partitionOf
    if (this.compiled && this.news === undefined && isSame) return this.compiled
    const former = this.news === 'cover' || !isSame ? undefined : this.compiled
    letGo(this.book, this.keptFrom())
    if (!this.seats || !isSame) this.seats = { ...design.seats, ...(partitionOf ? { partitionOf } : {}) }
    this.compiled = ordersOf(this.book, { ...design, seats: this.seats }, former)
    this.design = design
    this.news = undefined
    if (!former) this.tellFaults(this.compiled)
    return this.compiled
  }

  /** Resolves when everything told until now is known. */
  open(): Promise<void> {
    this.opening ??= this.read()
    return this.opening
  }

  private async read(): Promise<void> {
    await this.places.start()
    const book = openBook(await this.covers.listSince(this.keptFrom()))
    this.book = book
    this.news = 'cover'
    const { kafka, log } = this.engines
    await readToEnd({
      findEnds: () => this.findEnds(),
      begin: async (took) => {
        const consumer = await kafka.consume({
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
        log.warn({ partitions, readers }, 'what people told of alarms does not come in, reading it anew'),
    })
  }

  /** Where the partitions that hold anything end at this moment. */
  private async findEnds(): Promise<Map<number, number>> {
    const bounds = await this.engines.kafka.boundsOf('lifecycle.v1')
    return new Map([...bounds].flatMap(([partition, { first, end }]) => (first < end ? [[partition, end]] : [])))
  }

  private take(book: OrderBook, payload: EachBatchPayload): void {
    const { batch } = payload
    const from = this.keptFrom()
    for (const { value, offset, timestamp } of batch.messages) {
      const toldAt = Number(timestamp)
      if (toldAt < from) continue
      const told = readMessage<'lifecycle.v1'>(value)
      if (told === undefined) this.counters.countUnreadable('lifecycle.v1')
      else if (isAboutAlarms(told)) {
        const news = noteOrder(book, told, { order: Number(offset), toldAt })
        if (this.news !== 'cover') this.news = news ?? this.news
      }
    }
    payload.resolveOffset(batch.lastOffset())
  }

  /** Kafka lets go of whole segments only, so it may hold older words. */
  private keptFrom = (): number => this.engines.clock.now() - TOPICS['lifecycle.v1'].retentionMs

  /** Each once. */
  private tellFaults({ policy: { faults } }: AlarmOrders): void {
    const texts = faults.map(({ id, message }) => `${id} ${message}`)
    for (const [index, fault] of faults.entries())
      if (!this.faults.has(texts[index] as string)) this.engines.log.warn(fault, 'a cover does not hide what it should')
    this.faults = new Set(texts)
  }
}
