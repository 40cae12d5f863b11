import { Injectable } from '@nestjs/common'
import type { HandoverSheet } from '@genba/contracts'
import { ListHolds } from '../holds/list-holds.js'
import { ListPromises } from '../promises/list-promises.js'
import type { Person } from '../session/visitor.js'
import { handedHolds } from './handed.js'

/** What the next shift has to see to at its time: measures that end and promises that fall due. */
@Injectable()
export class Outstanding {
  constructor(
    private readonly holds: ListHolds,
    private readonly promises: ListPromises,
  ) {}

  async execute(actor: Person, plant: string): Promise<Pick<HandoverSheet, 'holds' | 'promises'>> {
    const [{ holds }, { promises }] = await Promise.all([
      this.holds.execute(actor, { plant }),
      this.promises.execute(actor, plant),
    ])
    return { holds: handedHolds(holds), promises }
  }
}
