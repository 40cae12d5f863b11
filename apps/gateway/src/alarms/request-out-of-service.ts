import { Injectable } from '@nestjs/common'
import { Refused, type OutOfServiceInput, type PlantCover, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { coverId, hides, recorded } from './covering.js'
import { CoverStore } from './cover.store.js'
import { Places } from './places.js'

@Injectable()
export class RequestOutOfService {
  constructor(
    private readonly covers: CoverStore,
    private readonly places: Places,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Hides nothing until a second person approves. Throws Refused ALREADY_COVERED, BAD_INPUT for a place that the plant does not have. */
  async execute(actor: Person, plant: string, { key, zone, asset, rule, reason }: OutOfServiceInput): Promise<Taken> {
    this.access.require(actor, 'alarm.operate', plant)
    this.places.check(plant, { zone, asset })
    const id = coverId(plant, actor.user, key)
    if (await this.covers.get(id)) return { id }
    const at = this.clock.now()
    if (hides(await this.covers.listCurrent(plant, at), { zone, asset, rule }))
      throw new Refused('ALREADY_COVERED', { zone })
    const cover = {
      ...({ kind: 'request', id, plant, zone, reason, by: actor.user } as const),
      ...(asset === undefined ? {} : { asset }),
      ...(rule === undefined ? {} : { rule }),
    }
    const asked: PlantCover = { v: 1, id, version: 0, plant, at, cover }
    await this.covers.insert(asked, [recorded(asked, { what: 'request', by: actor.user, at, reason })])
    return { id }
  }
}
