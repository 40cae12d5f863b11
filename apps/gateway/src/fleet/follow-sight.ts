import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common'
import type { AlarmPosition, StandingAlarm } from '@genba/contracts'
import { LOG, Mongo, Rounds, type Log, type Stored } from '@genba/platform'
import { isCurrent } from '../alarms/is-current.js'
import { Plants } from '../plants/plants.js'
import { CLEAR, flooded, sightOf, type Sight } from './summary-of.js'

const REFRESH_MS = 3_000
/** The rule of alarms that the correlator raises for a sensor that does not report (libs/correlation, anomaly). */
const SILENT_RULE = 'anomaly:silent'
/** Before the sensor is heard again; what people hide on purpose does not count. */
const SILENT_NOW = ['unacknowledged', 'acknowledged'] satisfies StandingAlarm['state']['at'][]

/** Alarm floods and silent sensors of all plants, as the correlator last wrote them. No topic carries them. */
@Injectable()
export class FollowSight implements OnApplicationBootstrap, OnModuleDestroy {
  private sights = new Map<string, Sight>()
  private readonly listeners: ((plants: string[]) => void)[] = []
  private readonly rounds: Rounds

  constructor(
    private readonly mongo: Mongo,
    private readonly plants: Plants,
    @Inject(LOG) log: Log,
  ) {
    this.rounds = new Rounds(
      () => this.refresh(),
      REFRESH_MS,
      (error) => log.warn({ err: error }, 'could not read floods and silent sensors, keeping what is known'),
    )
  }

  onApplicationBootstrap(): void {
    this.rounds.start()
  }

  onModuleDestroy(): void {
    this.rounds.stop()
  }

  of(plant: string): Sight {
    return this.sights.get(plant) ?? CLEAR
  }

  onChange(listener: (plants: string[]) => void): void {
    this.listeners.push(listener)
  }

  private async refresh(): Promise<void> {
    const isReal = { drill: { $exists: false } }
    const [floods, silent] = await Promise.all([
      this.mongo
        .collection<AlarmPosition>('positions')
        .find({ 'flood.at': 'flooding', ...isReal } as never)
        .select(['plant', 'zone', 'desk'])
        .lean<Stored<Pick<AlarmPosition, 'plant' | 'zone' | 'desk'>>[]>(),
      this.mongo
        .collection<StandingAlarm>('alarms')
        .find({ rule: SILENT_RULE, 'state.at': { $in: SILENT_NOW }, ...isReal } as never)
        .select(['plant'])
        .lean<Pick<StandingAlarm, 'plant'>[]>(),
    ])
    const known = this.sights
    this.sights = sightOf(
      floods.flatMap((position) => {
        const plant = this.plants.get(position.plant)
        return isCurrent(plant, { ...position, id: position._id }) ? [flooded(plant, position)] : []
      }),
      silent.map(({ plant }) => plant),
    )
    const plants = [...new Set([...known.keys(), ...this.sights.keys()])]
    for (const listener of this.listeners) listener(plants)
  }
}
