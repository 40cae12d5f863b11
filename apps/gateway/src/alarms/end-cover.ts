import { Injectable } from '@nestjs/common'
import { Refused, type ReasonInput, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { covered, endedAt, recorded } from './covering.js'
import { CoverStore } from './cover.store.js'

@Injectable()
export class EndCover {
  constructor(
    private readonly covers: CoverStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** Takes an alarm off the shelf, or returns it to service. Throws Refused NOT_OPEN when that is past. */
  async returnAlarm(actor: Person, plant: string, id: string, input: ReasonInput): Promise<Taken> {
    this.access.require(actor, 'alarm.operate', plant)
    return this.end(actor, plant, { id, kinds: ['shelf', 'outOfService'], what: 'return' }, input)
  }

  async endMaintenance(actor: Person, plant: string, id: string, input: ReasonInput): Promise<Taken> {
    this.access.require(actor, 'maintenance.plan', plant)
    return this.end(actor, plant, { id, kinds: ['maintenance'], what: 'endMaintenance' }, input)
  }

  private async end(
    { user }: Person,
    plant: string,
    { id, kinds, what }: { id: string; kinds: readonly string[]; what: string },
    { reason }: ReasonInput,
  ): Promise<Taken> {
    const found = await this.covers.get(id)
    if (!found || found.plant !== plant || found.cover.kind === 'request' || !kinds.includes(found.cover.kind))
      throw new Refused('NOT_FOUND', { cover: id })
    const at = this.clock.now()
    const cover = endedAt(found.cover, at)
    const ended = { ...found, cover, ended: { by: user, at, reason } }
    const act = { what, by: user, at, reason }
    await this.covers.save(ended, [covered(ended, cover, act), recorded(ended, act)])
    return { id }
  }
}
