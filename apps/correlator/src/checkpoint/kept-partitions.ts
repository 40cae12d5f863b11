import type { Topic } from '@genba/contracts'
import type { Drained } from '@genba/correlation'
import type { Engines } from './engines.js'
import type { Partition, Reading } from './reading.js'

/** A partition in which nothing but ticks came changes little and may be large: reading some ticks again costs less than keeping it. */
const TICKS_KEPT_MS = 600_000
/** Values sent at once: well below the 1 MiB that Kafka takes in one batch even when each is of the usual kilobyte or less. */
const SENT_AT_ONCE = 500

/** What is done with a partition: taken up from its checkpoint, told, kept. Whoever calls sees to it that only one does at a time. */
export class KeptPartitions<From extends Topic, To extends Topic, State> {
  constructor(
    private readonly reading: Reading<From, To, State>,
    private readonly engines: Engines,
  ) {}

  /** The partition as its checkpoint left it, or empty from `first` on. `end` is the end of the log: a checkpoint beyond it is of a topic that is gone. */
  async open(number: number, first: number, end: number): Promise<Partition<State, To>> {
    const { stores, log } = this.engines
    const { from } = this.reading
    const kept = await stores.load(from, number)
    if (kept && kept.offset <= end) return this.thaw(number, kept, end)
    if (kept) {
      log.warn(
        { topic: from, partition: number, checkpoint: kept.offset, end },
        'the topic ends before its checkpoint, so it was made anew: beginning afresh',
      )
      await stores.drop(from, number)
    }
    return this.begin(number, this.reading.start(number), first, end)
  }

  /** The same before its first message has come; undefined where only that can tell from where on it is read. */
  async reopen(number: number, end: number): Promise<Partition<State, To> | undefined> {
    const kept = await this.engines.stores.load(this.reading.from, number)
    return kept && kept.offset <= end ? this.thaw(number, kept, end) : undefined
  }

  /** Sends what the state has to tell; what could not be sent is sent the next time. */
  async tell(partition: Partition<State, To>, which: Drained): Promise<void> {
    const { to, keyOf } = this.reading
    if (which !== 'fresh') partition.toldAt = this.engines.clock.now()
    partition.unsent.push(...this.reading.drain(partition.state, which))
    while (partition.unsent.length > 0) {
      const values = partition.unsent.slice(0, SENT_AT_ONCE)
      await this.engines.kafka.send(
        to,
        values.map((value) => ({ key: keyOf(value), value })),
      )
      partition.unsent.splice(0, values.length)
      this.reading.countTold?.(values.length)
    }
  }

  isGrowthDue({ toldAt }: Partition<State, To>): boolean {
    const { config, clock } = this.engines
    return clock.now() - toldAt >= config.GROWTH_MS
  }

  isDue(partition: Partition<State, To>): boolean {
    if (partition.isKeeping) return false
    const { config, clock } = this.engines
    const read = partition.read - partition.keptRead
    const restMs = read > 0 ? config.CHECKPOINT_MS : TICKS_KEPT_MS
    return (
      read >= config.CHECKPOINT_ALERTS ||
      (partition.next > partition.keptNext && clock.now() - partition.keptAt >= restMs)
    )
  }

  /**
   * Keeps the state with its offset. What is new in it was told before and what grew is marked in it, so none is lost with a crash
   * after it; with `all` also what grew was told, for rules that may be gone with the next start. The state is taken when this
   * returns; `written` gives its offset once it is in the database, and messages may be read meanwhile.
   */
  async keep(partition: Partition<State, To>, which: Drained): Promise<{ written: Promise<number> }> {
    await this.tell(partition, which)
    partition.isKeeping = true
    return { written: this.write(partition, JSON.stringify(this.reading.freeze(partition.state))) }
  }

  private thaw(number: number, kept: { offset: number; state: unknown }, end: number): Partition<State, To> {
    const state = this.reading.thaw(kept.state, number)
    if (state === undefined)
      this.engines.log.warn(
        { topic: this.reading.from, partition: number },
        'the checkpoint was written by another version, its state begins afresh',
      )
    return this.begin(number, state ?? this.reading.start(number), kept.offset, end)
  }

  private begin(number: number, state: State, next: number, end: number): Partition<State, To> {
    const now = this.engines.clock.now()
    return {
      ...{ number, state, next, end, unsent: [], toldAt: now },
      ...{ read: 0, keptNext: next, keptRead: 0, keptAt: now, isKeeping: false },
    }
  }

  private async write(partition: Partition<State, To>, state: string): Promise<number> {
    const { next, read } = partition
    const { stores, clock, log } = this.engines
    const { from } = this.reading
    try {
      if (!(await stores.save(from, partition.number, next, state)))
        log.debug({ topic: from, partition: partition.number, next }, 'a later checkpoint is there')
      partition.keptNext = next
      partition.keptRead = read
      return next
    } finally {
      partition.keptAt = clock.now()
      partition.isKeeping = false
    }
  }
}
