import { Injectable } from '@nestjs/common'
import type { StandingAlarm } from '@genba/contracts'
import { Mongo, type Stored } from '@genba/platform'

/** Alarms of which is remembered what was counted before; the others are looked up again. */
const KNOWN_MAX = 20_000

type Counting = Pick<StandingAlarm, 'count' | 'countedFrom' | 'countedBefore'>

/**
 * Counts are absolute, so that a write may be repeated: after a crash the engine counts again from its checkpoint and `$max` keeps what
 * was written already. An alarm that memory had let go begins a new count; `countedBefore` holds the counts before it.
 */
@Injectable()
export class AlarmStore {
  /** By alarm: the begin of its present count, and what was counted before. The longest known go first. */
  private readonly known = new Map<string, { from: string | undefined; before: number }>()

  constructor(private readonly mongo: Mongo) {}

  /** Of each alarm one at most. */
  async write(changed: readonly StandingAlarm[]): Promise<void> {
    if (changed.length === 0) return
    await this.lookUp(changed.filter(({ id, countedFrom }) => this.known.get(id)?.from !== countedFrom))
    const writes = changed.flatMap((alarm) => {
      const known = this.known.get(alarm.id)
      return known?.from === alarm.countedFrom ? [toWrite(alarm, known?.before ?? 0)] : []
    })
    if (writes.length > 0) await this.alarms().collection.bulkWrite(writes as never, { ordered: false })
    for (const id of this.known.keys()) {
      if (this.known.size <= KNOWN_MAX) break
      this.known.delete(id)
    }
  }

  /** Of alarms whose zone went to another partition: how they run out here, as long as nobody there has taken them up. */
  async writeLeft(changed: readonly StandingAlarm[]): Promise<void> {
    if (changed.length === 0) return
    const stored = await this.find(changed)
    const writes = changed.flatMap((alarm) => {
      this.known.delete(alarm.id)
      const { countedFrom, countedBefore = 0 } = stored.get(alarm.id) ?? { countedFrom: alarm.countedFrom }
      return countedFrom === alarm.countedFrom ? [toWrite(alarm, countedBefore)] : []
    })
    if (writes.length > 0) await this.alarms().collection.bulkWrite(writes as never, { ordered: false })
  }

  /** What is stored of a later count than ours was written before a crash that we are still behind: it is left until we have caught up. */
  private async lookUp(changed: readonly StandingAlarm[]): Promise<void> {
    if (changed.length === 0) return
    const byId = await this.find(changed)
    for (const { id, countedFrom } of changed) {
      const stored = byId.get(id)
      if (stored && stored.countedFrom !== countedFrom && isLater(stored.countedFrom, countedFrom)) continue
      const before = stored?.countedFrom === countedFrom ? (stored?.countedBefore ?? 0) : (stored?.count ?? 0)
      this.known.delete(id)
      this.known.set(id, { from: countedFrom, before })
    }
  }

  private async find(changed: readonly StandingAlarm[]): Promise<Map<string, Stored<Counting>>> {
    const found = await this.alarms()
      .find({ _id: { $in: changed.map(({ id }) => id) } } as never, { count: 1, countedFrom: 1, countedBefore: 1 })
      .lean<Stored<Counting>[]>()
    return new Map(found.map((alarm) => [alarm._id, alarm]))
  }

  private alarms = () => this.mongo.collection<StandingAlarm>('alarms')
}

function toWrite(alarm: StandingAlarm, before: number): unknown {
  const { id, count, firstAt, lastAt, severity, ...rest } = alarm
  const update = {
    $set: { id, ...rest, countedBefore: before },
    $max: { count: before + count, lastAt, severity },
    $min: { firstAt },
  }
  return { updateOne: { filter: { _id: id }, update, upsert: true } }
}

/** Of two `partition:offset` or `partition:offset:index` of one partition. */
function isLater(a: string | undefined, b: string | undefined): boolean {
  const [partition, offset, index = 0] = (a ?? '').split(':')
  const [otherPartition, otherOffset, otherIndex = 0] = (b ?? '').split(':')
  if (partition !== otherPartition) return false
  return offset === otherOffset ? Number(index) > Number(otherIndex) : Number(offset) > Number(otherOffset)
}
