import { Injectable } from '@nestjs/common'
import { plantsOf, type PlantList } from '@genba/contracts'
import { Access } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { Plants } from './plants.js'

@Injectable()
export class ListPlants {
  constructor(
    private readonly plants: Plants,
    private readonly access: Access,
  ) {}

  execute(actor: Person): PlantList {
    this.access.require(actor, 'plant.read')
    const own = plantsOf(actor, 'plant.read')
    const plants = own === '*' ? this.plants.all() : own.flatMap((id) => this.plants.get(id) ?? [])
    return { plants: plants.sort((a, b) => a.id.localeCompare(b.id)) }
  }
}
