import type { Topic, TopicValue } from '@genba/contracts'
import type { Drained } from '@genba/correlation'

/** How one topic is read partition by partition: state that is kept with its offset, and what comes of it. The functions are the engine's. */
export type Reading<From extends Topic, To extends Topic, State> = {
  group: string
  from: From
  to: To
  keyOf: (value: TopicValue<To>) => string
  start: (partition: number) => State
  /** The state that `freeze` made, or undefined when another version did. */
  thaw: (frozen: unknown, partition: number) => State | undefined
  freeze: (state: State) => unknown
  /** Asked between messages: what the partition goes by has changed. `prepare` comes before the last checkpoint by what was, `apply` after it. */
  renewal?: (partition: Partition<State, To>) => Renewal | undefined
  /** The values of a message that carries the header `pack`; absent where the topic has no packs. Throws when it can't be read. */
  unpack?: (value: Buffer | null) => TopicValue<From>[]
  /** Called when nothing is left to read for now: what waits for later messages need not wait for them. */
  atEnd?: (state: State) => void
  /** `index` is the value's place in its pack. */
  feed: (state: State, value: TopicValue<From>, offset: number, index?: number) => void
  /** A tick: the clock of who writes the log has come so far. Absent where the topic has none. */
  passTime?: (state: State, writtenAt: number) => void
  /** What must be told since the last time: `fresh` at the end of each batch and before each checkpoint, `grown` every GROWTH_MS, `all` before a renewal and an end. */
  drain: (state: State, which: Drained) => TopicValue<To>[]
  /** Called after each batch: takes over what the state has counted. */
  count: (state: State) => void
  countTold?: (values: number) => void
}

export type Renewal = { prepare: () => void; apply: () => void }

/** One partition as this process has it. */
export type Partition<State, To extends Topic = Topic> = {
  number: number
  state: State
  /** The offset of the first message that is not in `state`. */
  next: number
  /** Where the topic's partition ended when it was last looked at. */
  end: number
  /** Drained, but not in Kafka yet. */
  unsent: TopicValue<To>[]
  /** When all that grew was last told. */
  toldAt: number
  /** Values read since it was taken up: a message may be a pack of many. */
  read: number
  /** The offset of the newest checkpoint, the values read until then, and when it was made. */
  keptNext: number
  keptRead: number
  keptAt: number
  /** A checkpoint is being written; the next one waits for it. */
  isKeeping: boolean
}
