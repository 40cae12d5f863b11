import { Controller } from '@nestjs/common'
import type { Fleet } from '@genba/contracts'
import { Answers, Visiting } from '../routes/route.js'
import type { Visitor } from '../session/visitor.js'
import { ListFleet } from './list-fleet.js'

@Controller()
export class FleetController {
  constructor(private readonly listing: ListFleet) {}

  @Answers('listFleet')
  list(@Visiting() { actor }: Visitor): Fleet {
    return this.listing.execute(actor)
  }
}
