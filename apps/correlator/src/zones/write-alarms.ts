import { Inject, Injectable } from '@nestjs/common'
import {
  isAtHome,
  markPosition,
  settleChanged,
  takeChanged,
  takePositions,
  type Alarms,
  type PartitionState,
} from '@genba/correlation'
import { Clock, LOG, type Log } from '@genba/platform'
import type { Partition } from '../checkpoint/reading.js'
import { AlarmStore } from './alarm.store.js'
import { PositionStore } from './position.store.js'
import { restAfter } from './rest-after.js'

/** Documents of a partition written at once; the others wait for the next turn and go on counting meanwhile. */
const AT_ONCE = 200
/** Between two writings of positions: each alert changes one, and it is kilobytes. */
const POSITIONS_MS = 2_000

/** Writes the alarms and operator positions that changed, beside the reading of alerts and never in its way. */
@Injectable()
export class WriteAlarms {
  private isWriting = false
  private restsUntil = 0
  private positionsFrom = 0

  constructor(
    private readonly store: AlarmStore,
    private readonly positions: PositionStore,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async execute(partitions: Iterable<Partition<PartitionState>>): Promise<void> {
    const began = this.clock.now()
    if (this.isWriting || began < this.restsUntil) return
    this.isWriting = true
    const all = [...partitions]
    try {
      for (const { number, state } of all) await this.writeAlarms(number, state.alarms)
      if (began < this.positionsFrom) return
      this.positionsFrom = began + POSITIONS_MS
      for (const { number, state } of all) await this.writePositions(number, state.alarms)
    } finally {
      this.isWriting = false
      const now = this.clock.now()
      this.restsUntil = now + restAfter(now - began, all)
    }
  }

  private async writeAlarms(partition: number, alarms: Alarms): Promise<void> {
    const changed = takeChanged(alarms, AT_ONCE)
    try {
      await this.store.write(changed.filter((alarm) => isAtHome(alarms, alarm)))
      await this.store.writeLeft(changed.filter((alarm) => !isAtHome(alarms, alarm)))
      settleChanged(alarms, true)
    } catch (error) {
      this.log.warn({ err: error, partition }, 'could not write alarms, trying again')
      settleChanged(alarms, false)
    }
  }

  private async writePositions(partition: number, alarms: Alarms): Promise<void> {
    const changed = takePositions(alarms, AT_ONCE)
    try {
      await this.positions.write(changed)
    } catch (error) {
      this.log.warn({ err: error, partition }, 'could not write positions, trying again')
      for (const position of changed) markPosition(alarms, position)
    }
  }
}
