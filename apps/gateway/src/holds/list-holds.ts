import { Injectable } from '@nestjs/common'
import { isOver, plantsOf, type HoldList, type HoldQuery } from '@genba/contracts'
import { Access } from '@genba/platform'
import { ResponseStore } from '../responses/response.store.js'
import type { Person } from '../session/visitor.js'

@Injectable()
export class ListHolds {
  constructor(
    private readonly responses: ResponseStore,
    private readonly access: Access,
  ) {}

  /** What stands for a time and is not over, what ends first on top; what nobody has given an end comes last. */
  async execute(actor: Person, { plant }: HoldQuery): Promise<HoldList> {
    this.access.require(actor, 'response.read', plant)
    const found = await this.responses.listHolding(plant === undefined ? plantsOf(actor, 'response.read') : [plant])
    const holds = found.flatMap(({ plant, incident, drill, holds = [] }) =>
      holds.filter((hold) => !isOver(hold)).map((hold) => ({ plant, incident, hold, isDrill: drill !== undefined })),
    )
    const end = ({ hold }: (typeof holds)[number]): number => hold.until ?? Number.MAX_SAFE_INTEGER
    return { holds: holds.sort((a, b) => end(a) - end(b)) }
  }
}
