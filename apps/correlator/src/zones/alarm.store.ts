import { Injectable } from '@nestjs/common'
import type { Alarm } from '@genba/contracts'
import type { AlarmState, ChangedAlarm } from '@genba/correlation'
import { Mongo, type Stored } from '@genba/platform'

/**
 * Counts are absolute, so that a write may be repeated: after a crash the engine counts again from its checkpoint and `$max` keeps what
 * was written already. An alarm that memory had let go begins a new count; `countedBefore` holds the counts before it.
 */
@Injectable()
export class AlarmStore {
  /** `countedBefore` of alarms that were written by this process. */
  private readonly before = new WeakMap<AlarmState, number>()

  constructor(private readonly mongo: Mongo) {}

  async write(changed: readonly ChangedAlarm[]): Promise<void> {
    if (changed.length === 0) return
    await this.lookUp(changed.filter(({ state }) => !this.before.has(state)))
    const writes = changed.flatMap(({ state, alarm }) => {
      const before = this.before.get(state)
      return before === undefined ? [] : [toWrite(alarm, before)]
    })
    if (writes.length > 0) await this.alarms().collection.bulkWrite(writes as never, { ordered: false })
    for (const { state, alarm } of changed) state.written = alarm.count
  }

  /** What is stored of a later count than ours was written before a crash that we are still behind: it is left until we have caught up. */
  private async lookUp(changed: readonly ChangedAlarm[]): Promise<void> {
    if (changed.length === 0) return
    const found = await this.alarms()
      .find({ _id: { $in: changed.map(({ alarm }) => idOf(alarm)) } } as never, {
        count: 1,
        countedFrom: 1,
        countedBefore: 1,
      })
      .lean<Stored<Alarm>[]>()
    const byId = new Map(found.map((alarm) => [alarm._id, alarm]))
    for (const { state, alarm } of changed) {
      const stored = byId.get(idOf(alarm))
      if (!stored) this.before.set(state, 0)
      else if (stored.countedFrom === alarm.countedFrom) this.before.set(state, stored.countedBefore ?? 0)
      else if (!isLater(stored.countedFrom, alarm.countedFrom)) this.before.set(state, stored.count)
    }
  }

  private alarms = () => this.mongo.collection<Alarm>('alarms')
}

function toWrite(alarm: Alarm, before: number): unknown {
  const { count, firstAt, lastAt, severity, ...rest } = alarm
  const update = {
    $set: { ...rest, countedBefore: before },
    $max: { count: before + count, lastAt, severity },
    $min: { firstAt },
  }
  return { updateOne: { filter: { _id: idOf(alarm) }, update, upsert: true } }
}

const idOf = ({ plant, zone, asset, rule, sensor, detector, drill }: Alarm): string =>
  [plant, zone, asset ?? '-', rule, sensor, detector, drill === undefined ? undefined : `drill:${drill}`]
    .filter((part) => part !== undefined)
    .join('/')

/** Of two `partition:offset` or `partition:offset:index` of one partition. */
function isLater(a: string | undefined, b: string | undefined): boolean {
  const [partition, offset, index = 0] = (a ?? '').split(':')
  const [otherPartition, otherOffset, otherIndex = 0] = (b ?? '').split(':')
  if (partition !== otherPartition) return false
  return offset === otherOffset ? Number(index) > Number(otherIndex) : Number(offset) > Number(otherOffset)
}
