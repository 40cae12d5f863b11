import { Controller } from '@nestjs/common'
import type { PlantList } from '@genba/contracts'
import { Answers, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListPlants } from './list-plants.js'

@Controller()
export class PlantsController {
  constructor(private readonly listing: ListPlants) {}

  @Answers('listPlants')
  list(@Visiting() { actor }: Visitor): PlantList {
    return this.listing.execute(actor)
  }
}
