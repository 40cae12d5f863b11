import { Injectable } from '@nestjs/common'
import { alertKey, deskOf, desksOf, zonesBeside, type PerformanceQuery, type PlantPerformance } from '@genba/contracts'
import { measurePerformance, performanceFacts } from '@genba/correlation'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { Plants } from '../plants/plants.js'
import { AlarmStore } from './alarm.store.js'
import { isCurrent } from './is-current.js'

const ALARMS_MAX = 20_000
const PERIOD_MS = 600_000
const HOUR_MS = 3_600_000

@Injectable()
export class MeasureAlarms {
  constructor(
    private readonly alarms: AlarmStore,
    private readonly plants: Plants,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Of the position that works a zone, its desk's where it has one, or of the plant's as one. The ten minutes that are running count, so that a burst is seen at once. */
  async execute(actor: Person, plant: string, { zone, hours }: PerformanceQuery): Promise<PlantPerformance> {
    this.access.require(actor, 'alarm.read', plant)
    const known = this.plants.get(plant)
    const desk = zone === undefined ? undefined : deskOf(known, zone)
    const [all, alarms] = await Promise.all([
      this.alarms.positions(plant),
      this.alarms.listMeasured(plant, zone === undefined ? undefined : zonesBeside(known, zone), ALARMS_MAX + 1),
    ])
    const now = this.clock.now()
    const from = Math.floor((now - hours * HOUR_MS) / PERIOD_MS) * PERIOD_MS
    const name = zone === undefined ? plant : alertKey(desksOf(known ? [known] : []), plant, zone)
    // Where nobody works any more no flood goes on; what was presented there was presented.
    const positions = all
      .filter(({ id }) => zone === undefined || id === name)
      .map((each) => (isCurrent(known, each) ? each : { ...each, flood: { at: 'quiet' as const } }))
    const facts = performanceFacts(name, positions, alarms.slice(0, ALARMS_MAX), { from, to: now })
    return {
      figures: measurePerformance(facts),
      isCut: alarms.length > ALARMS_MAX,
      ...(desk ? { desk } : {}),
    }
  }
}
