import { Module } from '@nestjs/common'
import { ListPlants } from './list-plants.js'
import { LocatePlant } from './locate-plant.js'
import { Plants } from './plants.js'
import { PlantsController } from './plants.controller.js'

@Module({
  controllers: [PlantsController],
  providers: [Plants, ListPlants, LocatePlant],
  exports: [Plants, LocatePlant],
})
export class PlantsModule {}
