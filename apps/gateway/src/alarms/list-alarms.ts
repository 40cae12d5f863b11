import { Injectable } from '@nestjs/common'
import type { AlarmList, AlarmPositions, AlarmQuery } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { AlarmStore, cursorOf } from './alarm.store.js'
import { Plants } from '../plants/plants.js'
import { AlarmsNow } from './alarms-now.js'
import { isCurrent } from './is-current.js'

@Injectable()
export class ListAlarms {
  constructor(
    private readonly now: AlarmsNow,
    private readonly alarms: AlarmStore,
    private readonly plants: Plants,
    private readonly access: Access,
  ) {}

  async execute(actor: Person, plant: string, query: AlarmQuery): Promise<AlarmList> {
    this.access.require(actor, 'alarm.read', plant)
    const found = await this.now.list(plant, query)
    const alarms = found.slice(0, query.limit)
    const last = alarms.at(-1)
    return { alarms, ...(last && found.length > query.limit ? { next: cursorOf(last) } : {}) }
  }

  async positions(actor: Person, plant: string): Promise<AlarmPositions> {
    this.access.require(actor, 'alarm.read', plant)
    const known = this.plants.get(plant)
    const positions = (await this.alarms.positions(plant)).filter((position) => isCurrent(known, position))
    return { positions: positions.map(({ periods: _periods, newest: _newest, ...shown }) => shown) }
  }
}
