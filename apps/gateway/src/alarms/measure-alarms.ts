import { Injectable } from '@nestjs/common'
import type { PerformanceQuery, PlantPerformance } from '@genba/contracts'
import { measurePerformance, performanceFacts } from '@genba/correlation'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { AlarmStore } from './alarm.store.js'

const ALARMS_MAX = 20_000
const PERIOD_MS = 600_000
const HOUR_MS = 3_600_000

@Injectable()
export class MeasureAlarms {
  constructor(
    private readonly alarms: AlarmStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Of one zone's position, or of the plant's as one. The ten minutes that are running count, so that a burst is seen at once. */
  async execute(actor: Person, plant: string, { zone, hours }: PerformanceQuery): Promise<PlantPerformance> {
    this.access.require(actor, 'alarm.read', plant)
    const [positions, alarms] = await Promise.all([
      this.alarms.positions(plant, zone),
      this.alarms.listMeasured(plant, zone, ALARMS_MAX + 1),
    ])
    const now = this.clock.now()
    const from = Math.floor((now - hours * HOUR_MS) / PERIOD_MS) * PERIOD_MS
    const name = zone === undefined ? plant : `${plant}/${zone}`
    const facts = performanceFacts(name, positions, alarms.slice(0, ALARMS_MAX), { from, to: now })
    return { figures: measurePerformance(facts), isCut: alarms.length > ALARMS_MAX }
  }
}
