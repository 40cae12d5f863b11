import { Injectable } from '@nestjs/common'
import { Refused } from '@genba/contracts'
import { Plants } from '../plants/plants.js'

/** What a cover may be about: the zones and assets of the plant. */
@Injectable()
export class Places {
  constructor(private readonly plants: Plants) {}

  /** Throws Refused BAD_INPUT with the field. */
  check(id: string, { zone, asset }: { zone: string; asset?: string | undefined }): void {
    const plant = this.plants.get(id)
    if (!plant?.zones.some((each) => each.id === zone)) throw new Refused('BAD_INPUT', { at: 'zone' })
    if (asset !== undefined && !plant.assets.some((each) => each.id === asset && each.zone === zone))
      throw new Refused('BAD_INPUT', { at: 'asset' })
  }
}
