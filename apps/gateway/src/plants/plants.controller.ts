import { Controller } from '@nestjs/common'
import { Refused, type Plant, type PlantList } from '@genba/contracts'
import { Answers, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListPlants } from './list-plants.js'
import { Plants } from './plants.js'

@Controller()
export class PlantsController {
  constructor(
    private readonly listing: ListPlants,
    private readonly plants: Plants,
  ) {}

  @Answers('listPlants')
  list(@Visiting() { actor }: Visitor): PlantList {
    return this.listing.execute(actor)
  }

  @Answers('getPlant')
  get(@PartOf('plant') id: string): Plant {
    const plant = this.plants.get(id)
    if (!plant) throw new Refused('NOT_FOUND', { plant: id })
    return plant
  }
}
