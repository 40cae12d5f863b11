import { Injectable } from '@nestjs/common'
import { PROMISE_MAX_MS, Refused, type PromiseInput, type Taken, type VendorPromise } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { PromiseStore } from './promise.store.js'
import { recorded } from './recorded.js'

@Injectable()
export class NotePromise {
  constructor(
    private readonly store: PromiseStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Throws Refused BAD_INPUT for a date that is past or more than PROMISE_MAX_MS ahead. Sent twice it is one promise. */
  async execute(actor: Person, plant: string, { key, ...said }: PromiseInput): Promise<Taken> {
    this.access.require(actor, 'promise.note', plant)
    const at = this.clock.now()
    if (said.until <= at || said.until > at + PROMISE_MAX_MS) throw new Refused('BAD_INPUT', { at: 'until' })
    const id = `${plant}~${actor.user}~${key}`
    const promise: VendorPromise = { v: 1, id, version: 0, plant, ...said, by: actor.user, at }
    await this.store.insert(promise, [recorded(promise, { what: 'noted', by: actor.user, at })])
    return { id }
  }
}
