import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common'
import { Plant } from '@genba/contracts'
import { designOf, isSameDesign, NO_DESIGN, type AlarmDesign, type PlantFacts } from '@genba/correlation'
import { LOG, Mongo, Snapshot, type Log } from '@genba/platform'

const UNKNOWN: PlantFacts = { conduits: [], zoneNames: new Map() }

/** What the incidents and the alarms of a plant need to know about it. A plant without a file has no conduits: its zones stay apart. */
@Injectable()
export class Plants implements OnModuleInit, OnModuleDestroy {
  private readonly snapshot
  private facts = new Map<string, PlantFacts>()
  private alarmDesign = NO_DESIGN

  constructor(mongo: Mongo, @Inject(LOG) log: Log) {
    this.snapshot = new Snapshot(mongo, 'plants', Plant, log)
    this.snapshot.onChange(() => {
      this.facts = new Map(
        this.snapshot
          .all()
          .map((plant) => [
            plant.id,
            { conduits: plant.conduits, zoneNames: new Map(plant.zones.map((zone) => [zone.id, zone.name])) },
          ]),
      )
      const next = designOf(this.snapshot.all())
      // What else changes in a plant makes nobody ask anew.
      if (!isSameDesign(next, this.alarmDesign)) this.alarmDesign = next
    })
  }

  async onModuleInit(): Promise<void> {
    await this.snapshot.start()
  }

  onModuleDestroy(): void {
    this.snapshot.stop()
  }

  /** The same object until it changes: suppression by design, latched alarms, desks, and what each plant was doing when. */
  get design(): AlarmDesign {
    return this.alarmDesign
  }

  factsOf(plant: string): PlantFacts {
    return this.facts.get(plant) ?? UNKNOWN
  }
}
