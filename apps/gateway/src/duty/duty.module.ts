import { Module } from '@nestjs/common'
import { PlantsModule } from '../plants/plants.module.js'
import { DutyController } from './duty.controller.js'
import { GetRoster } from './get-roster.js'
import { People } from './people.js'
import { PlantStore } from './plant.store.js'
import { PutRoster } from './put-roster.js'
import { RosterStore } from './roster.store.js'
import { SetPlantState } from './set-plant-state.js'
import { Who } from './who.js'

@Module({
  imports: [PlantsModule],
  controllers: [DutyController],
  providers: [People, RosterStore, PlantStore, Who, GetRoster, PutRoster, SetPlantState],
  exports: [Who, GetRoster],
})
export class DutyModule {}
