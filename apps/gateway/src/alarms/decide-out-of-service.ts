import { Injectable } from '@nestjs/common'
import { Refused, type AlarmCover, type AnswerInput, type Taken } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { AHEAD_MS, covered, recorded } from './covering.js'
import { CoverStore } from './cover.store.js'

@Injectable()
export class DecideOutOfService {
  constructor(
    private readonly covers: CoverStore,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** The second person's answer. Throws Refused OWN_REQUEST, ALREADY_DECIDED, CHANGED_MEANWHILE. */
  async execute(actor: Person, plant: string, id: string, { answer, reason }: AnswerInput): Promise<Taken> {
    this.access.require(actor, 'alarm.operate', plant)
    const asked = await this.covers.get(id)
    if (!asked || asked.plant !== plant || asked.cover.kind === 'shelf' || asked.cover.kind === 'maintenance')
      throw new Refused('NOT_FOUND', { cover: id })
    if (asked.cover.kind !== 'request' || asked.refused) throw new Refused('ALREADY_DECIDED', { cover: id })
    if (asked.cover.by === actor.user) throw new Refused('OWN_REQUEST', { cover: id })
    const at = this.clock.now()
    const done = { by: actor.user, at, reason }
    const act = { what: answer, ...done }
    if (answer === 'refuse') await this.covers.save({ ...asked, refused: done }, [recorded(asked, act)])
    else {
      const cover: AlarmCover = {
        ...asked.cover,
        ...{ v: 1, kind: 'outOfService', approvedBy: actor.user, from: at + AHEAD_MS },
      }
      const out = { ...asked, approved: done, cover }
      await this.covers.save(out, [covered(out, cover, act), recorded(out, act)])
    }
    return { id }
  }
}
