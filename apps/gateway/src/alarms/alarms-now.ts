import { Injectable } from '@nestjs/common'
import type { AlarmQuery, StandingAlarm } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { Plants } from '../plants/plants.js'
import { AlarmStore } from './alarm.store.js'
import { CoverStore } from './cover.store.js'
import { passTime } from './pass-time.js'

/** Hidden alarms of a plant that are looked through for an ended cover, and covers, the newest first. */
const HIDDEN_MAX = 1_000
const COVERS_MAX = 2_000

/** Alarms as they stand at this moment: a cover's end shows without an alert (docs/decisions/0012 names the engine's limit). */
@Injectable()
export class AlarmsNow {
  constructor(
    private readonly alarms: AlarmStore,
    private readonly covers: CoverStore,
    private readonly plants: Plants,
    private readonly clock: Clock,
  ) {}

  /** Newest first; one more than a page means that there is a next one. */
  async list(plant: string, query: AlarmQuery): Promise<StandingAlarm[]> {
    if (query.drill !== undefined) return this.alarms.list(plant, query)
    const hidden = await this.alarms.list(plant, { shown: 'hidden', limit: HIDDEN_MAX })
    return this.alarms.list(plant, query, await this.returned(plant, hidden))
  }

  async get(id: string): Promise<StandingAlarm | undefined> {
    const found = await this.alarms.get(id)
    return found && ((await this.returned(found.plant, [found]))[0] ?? found)
  }

  private async returned(plant: string, alarms: readonly StandingAlarm[]): Promise<StandingAlarm[]> {
    if (!alarms.some(({ state }) => 'by' in state)) return []
    const covers = await this.covers.listOfPlant(plant, COVERS_MAX)
    return passTime(alarms, covers, this.plants.get(plant), this.clock.now())
  }
}
