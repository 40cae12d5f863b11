import { Controller } from '@nestjs/common'
import type { PlantStateInput, RosterInput, RosterPage, Taken } from '@genba/contracts'
import { Answers, BodyOf, PartOf, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { GetRoster } from './get-roster.js'
import { PutRoster } from './put-roster.js'
import { SetPlantState } from './set-plant-state.js'

@Controller()
export class DutyController {
  constructor(
    private readonly getting: GetRoster,
    private readonly putting: PutRoster,
    private readonly setting: SetPlantState,
  ) {}

  @Answers('getRoster')
  get(@Visiting() { actor }: Visitor, @PartOf('plant') plant: string): Promise<RosterPage> {
    return this.getting.execute(actor, plant)
  }

  @Answers('putRoster')
  put(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('putRoster') input: RosterInput,
  ): Promise<RosterPage> {
    return this.putting.execute(actor, plant, input)
  }

  @Answers('setPlantState')
  setState(
    @Visiting() { actor }: Visitor,
    @PartOf('plant') plant: string,
    @BodyOf('setPlantState') input: PlantStateInput,
  ): Promise<Taken> {
    return this.setting.execute(actor, plant, input)
  }
}
