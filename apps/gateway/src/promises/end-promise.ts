import { Injectable } from '@nestjs/common'
import { Refused, type PromiseEndInput, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { PromiseStore } from './promise.store.js'
import { recorded } from './recorded.js'

@Injectable()
export class EndPromise {
  constructor(
    private readonly store: PromiseStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Kept or given up. Throws Refused NOT_OPEN when somebody has said so before. */
  async execute(actor: Person, plant: string, id: string, { as, reason }: PromiseEndInput): Promise<Taken> {
    this.access.require(actor, 'promise.note', plant)
    const promise = await this.store.get(id)
    if (!promise || promise.plant !== plant) throw new Refused('NOT_FOUND', { promise: id })
    if (promise.ended) throw new Refused('NOT_OPEN', { promise: id })
    const at = this.clock.now()
    const ended = { ...promise, ended: { as, by: actor.user, reason, at } }
    await this.store.save(ended, [recorded(ended, { what: as, by: actor.user, at })])
    return { id }
  }
}
