import { Module } from '@nestjs/common'
import { AlertsModule } from '../alerts/alerts.module.js'
import { PlantsModule } from '../plants/plants.module.js'
import { AcknowledgeAlarm } from './acknowledge-alarm.js'
import { AlarmStore } from './alarm.store.js'
import { AlarmsNow } from './alarms-now.js'
import { AlarmsController } from './alarms.controller.js'
import { CoverStore } from './cover.store.js'
import { CoversController } from './covers.controller.js'
import { DecideOutOfService } from './decide-out-of-service.js'
import { EndCover } from './end-cover.js'
import { ListAlarms } from './list-alarms.js'
import { ListCovers } from './list-covers.js'
import { MeasureAlarms } from './measure-alarms.js'
import { Places } from './places.js'
import { PlanMaintenance } from './plan-maintenance.js'
import { RequestOutOfService } from './request-out-of-service.js'
import { ShelveAlarm } from './shelve-alarm.js'

/** A plant's alarms, and what people hide them behind. */
@Module({
  imports: [PlantsModule, AlertsModule],
  controllers: [AlarmsController, CoversController],
  providers: [
    AlarmStore,
    AlarmsNow,
    CoverStore,
    Places,
    ListAlarms,
    MeasureAlarms,
    AcknowledgeAlarm,
    ShelveAlarm,
    RequestOutOfService,
    DecideOutOfService,
    EndCover,
    PlanMaintenance,
    ListCovers,
  ],
  exports: [CoverStore, ListCovers],
})
export class AlarmsModule {}
