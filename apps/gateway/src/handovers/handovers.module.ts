import { Module } from '@nestjs/common'
import { AlarmsModule } from '../alarms/alarms.module.js'
import { HoldsModule } from '../holds/holds.module.js'
import { IncidentsModule } from '../incidents/incidents.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { PromisesModule } from '../promises/promises.module.js'
import { GetHandover } from './get-handover.js'
import { HandoverStore } from './handover.store.js'
import { HandoversController } from './handovers.controller.js'
import { MakeSheet } from './make-sheet.js'
import { OfferHandover } from './offer-handover.js'
import { Outstanding } from './outstanding.js'
import { TakeHandover } from './take-handover.js'

@Module({
  imports: [PlantsModule, AlarmsModule, IncidentsModule, HoldsModule, PromisesModule],
  controllers: [HandoversController],
  providers: [HandoverStore, Outstanding, MakeSheet, GetHandover, OfferHandover, TakeHandover],
})
export class HandoversModule {}
