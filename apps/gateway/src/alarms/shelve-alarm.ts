import { Injectable } from '@nestjs/common'
import { Refused, type PlantCover, type ShelveInput, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import { ReadSamples } from '../alerts/read-samples.js'
import type { Person } from '../session/visitor.js'
import { AlarmStore } from './alarm.store.js'
import { AHEAD_MS, coverId, covered, hides, recorded } from './covering.js'
import { CoverStore } from './cover.store.js'
import { sourcesOf } from './sources-of.js'

@Injectable()
export class ShelveAlarm {
  constructor(
    private readonly alarms: AlarmStore,
    private readonly covers: CoverStore,
    private readonly samples: ReadSamples,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /**
   * Shelves the alarm's rule on its asset, for the addresses that are behind it by now: what comes from others counts in full for
   * correlation. Throws Refused ALREADY_COVERED, or ENGINE_AWAY when Kafka can't tell them.
   */
  async execute(actor: Person, plant: string, { key, alarm: id, reason, forMs }: ShelveInput): Promise<Taken> {
    this.access.require(actor, 'alarm.operate', plant)
    const alarm = await this.alarms.get(id)
    if (!alarm || alarm.plant !== plant) throw new Refused('NOT_FOUND', { alarm: id })
    const shelf = coverId(plant, actor.user, key)
    if (await this.covers.get(shelf)) return { id: shelf }
    const at = this.clock.now()
    if (hides(await this.covers.listCurrent(plant, at), alarm)) throw new Refused('ALREADY_COVERED', { alarm: id })
    const { zone, asset, rule, drill } = alarm
    const sources = sourcesOf(await this.samples.read(alarm))
    const from = at + AHEAD_MS
    const cover = {
      ...({
        kind: 'shelf',
        v: 1,
        id: shelf,
        plant,
        zone,
        rule,
        reason,
        by: actor.user,
        from,
        until: from + forMs,
        sources,
      } as const),
      ...(asset === undefined ? {} : { asset }),
      ...(drill === undefined ? {} : { drill }),
    }
    const shelved: PlantCover = { v: 1, id: shelf, version: 0, plant, at, cover }
    const act = { what: 'shelve', by: actor.user, at, reason }
    await this.covers.insert(shelved, [covered(shelved, cover, act), recorded(shelved, act)])
    return { id: shelf }
  }
}
