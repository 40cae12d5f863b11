import { Injectable } from '@nestjs/common'
import type { HeldSignal, Incident, Operation, Signal } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** Signals of one plant held in memory and read at once, those that ended last; some 2 KB each. What is beyond it is counted as evicted. */
export const SIGNALS_MAX = 50_000
const AT_ONCE = 1_000

export type Dropped = { signals: number; operations: number }

/** The `signals` and `operations` documents: what incidents follow from. Each write may be repeated. */
@Injectable()
export class GroupingStore {
  constructor(private readonly mongo: Mongo) {}

  async findSignals(plant: string, since: number): Promise<HeldSignal[]> {
    const found = await this.signals()
      .find({ plant, lastAt: { $gte: since } } as never)
      .sort({ lastAt: -1 })
      .limit(SIGNALS_MAX)
      .lean<Stored<HeldSignal>[]>()
    return found.map(strip)
  }

  /** How many `findSignals` would give if it had no bound. */
  countSignals(plant: string, since: number): Promise<number> {
    return this.signals().countDocuments({ plant, lastAt: { $gte: since } } as never)
  }

  /** Of each plant with incidents that are open, or were closed since and may be opened again, the event time at which the first of them began. */
  async firstOpened(since: number): Promise<Map<string, number>> {
    const found = await this.mongo
      .collection<Incident>('incidents')
      .find({ $or: [{ state: 'open' }, { closedAt: { $gte: since } }] } as never)
      .select(['plant', 'openedAt'])
      .lean<Pick<Incident, 'plant' | 'openedAt'>[]>()
    const first = new Map<string, number>()
    for (const { plant, openedAt } of found) first.set(plant, Math.min(openedAt, first.get(plant) ?? Infinity))
    return first
  }

  /** Lets go of what ended before: signals by their last alert, operations by when they were asked. Gives how many of each. */
  async drop(plants: { is: string } | { isNot: readonly string[] }, before: number): Promise<Dropped> {
    const plant = 'is' in plants ? plants.is : { $nin: plants.isNot }
    const signals = await this.signals().collection.deleteMany({ plant, lastAt: { $lt: before } })
    const operations = await this.operations().collection.deleteMany({ plant, at: { $lt: before } })
    return { signals: signals.deletedCount, operations: operations.deletedCount }
  }

  async findOperations(plant: string): Promise<Operation[]> {
    const found = await this.operations()
      .find({ plant } as never)
      .lean<Stored<Operation>[]>()
    return found.map(strip)
  }

  async putSignals(held: readonly { signal: Signal; order: number }[]): Promise<void> {
    const writes = held.map(({ signal, order }) => ({
      replaceOne: { filter: { _id: signal.id }, replacement: { ...signal, order }, upsert: true },
    }))
    for (let from = 0; from < writes.length; from += AT_ONCE)
      await this.signals().collection.bulkWrite(writes.slice(from, from + AT_ONCE) as never, { ordered: false })
  }

  async putOperation(operation: Operation): Promise<void> {
    await this.operations().collection.replaceOne({ _id: operation.id as never }, operation, { upsert: true })
  }

  private signals = () => this.mongo.collection<HeldSignal>('signals')
  private operations = () => this.mongo.collection<Operation>('operations')
}

function strip<T>({ _id, ...rest }: Stored<T>): T {
  return rest as unknown as T
}
