import { Controller } from '@nestjs/common'
import type {
  AcknowledgeInput,
  AlarmList,
  AlarmPositions,
  AlarmQuery,
  PerformanceQuery,
  PlantPerformance,
  ShelveInput,
  Taken,
} from '@genba/contracts'
import { Answers, BodyOf, PartOf, QueryOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { AcknowledgeAlarm } from './acknowledge-alarm.js'
import { ListAlarms } from './list-alarms.js'
import { MeasureAlarms } from './measure-alarms.js'
import { ShelveAlarm } from './shelve-alarm.js'

@Controller()
export class AlarmsController {
  constructor(
    private readonly listing: ListAlarms,
    private readonly measuring: MeasureAlarms,
    private readonly acknowledging: AcknowledgeAlarm,
    private readonly shelving: ShelveAlarm,
  ) {}

  @Answers('listAlarms')
  list(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @QueryOf('listAlarms') query: AlarmQuery,
  ): Promise<AlarmList> {
    return this.listing.execute(actor, plant, query)
  }

  @Answers('listAlarmPositions')
  positions(@Visiting() { actor }: Visitor, @PartOf('plant') plant: string): Promise<AlarmPositions> {
    return this.listing.positions(actor, plant)
  }

  @Answers('measureAlarms')
  measure(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @QueryOf('measureAlarms') query: PerformanceQuery,
  ): Promise<PlantPerformance> {
    return this.measuring.execute(actor, plant, query)
  }

  @Answers('acknowledgeAlarm')
  acknowledge(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('acknowledgeAlarm') input: AcknowledgeInput,
  ): Promise<Taken> {
    return this.acknowledging.execute(actor, plant, input)
  }

  @Answers('resetAlarm')
  reset(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('resetAlarm') input: AcknowledgeInput,
  ): Promise<Taken> {
    return this.acknowledging.execute(actor, plant, input, 'reset')
  }

  @Answers('shelveAlarm')
  shelve(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('shelveAlarm') input: ShelveInput,
  ): Promise<Taken> {
    return this.shelving.execute(actor, plant, input)
  }
}
