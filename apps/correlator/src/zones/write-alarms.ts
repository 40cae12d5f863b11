import { Inject, Injectable } from '@nestjs/common'
import { drainAlarms, queueAlarm, type PartitionState } from '@genba/correlation'
import { Clock, LOG, type Log } from '@genba/platform'
import { AlarmStore } from './alarm.store.js'

type Partition = { number: number; state: PartitionState }

/** Alarms of a partition written at once; the others wait for the next turn and go on counting meanwhile. */
const AT_ONCE = 200
/** Writing rests for so many times as long as it took, so that incidents, which share the database, never wait for counts. */
const REST = 3

/** Writes the alarms that changed, beside the reading of alerts and never in its way. */
@Injectable()
export class WriteAlarms {
  private isWriting = false
  private restsUntil = 0

  constructor(
    private readonly store: AlarmStore,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(partitions: Iterable<Partition>): Promise<void> {
    const began = this.clock.now()
    if (this.isWriting || began < this.restsUntil) return
    this.isWriting = true
    try {
      for (const partition of [...partitions]) await this.write(partition)
    } finally {
      this.isWriting = false
      this.restsUntil = this.clock.now() + (this.clock.now() - began) * REST
    }
  }

  private async write(partition: Partition): Promise<void> {
    const changed = drainAlarms(partition.state, partition.number, AT_ONCE)
    try {
      await this.store.write(changed)
    } catch (error) {
      this.log.warn({ err: error, partition: partition.number }, 'could not write alarms, trying again')
      for (const { zone, state } of changed) queueAlarm(partition.state, zone, state)
    }
  }
}
