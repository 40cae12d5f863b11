import { Injectable } from '@nestjs/common'
import { Refused, type Roster, type RosterInput, type RosterPage } from '@genba/contracts'
import { Access, Clock } from '@genba/platform'
import type { Person } from '../session/visitor.js'
import { checkRoster } from './check-roster.js'
import { GetRoster } from './get-roster.js'
import { People } from './people.js'
import { RosterStore } from './roster.store.js'

@Injectable()
export class PutRoster {
  constructor(
    private readonly rosters: RosterStore,
    private readonly people: People,
    private readonly getRoster: GetRoster,
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  async execute(actor: Person, plant: string, input: RosterInput): Promise<RosterPage> {
    this.access.require(actor, 'roster.write', plant)
    const [before, people] = await Promise.all([this.rosters.of(plant), this.people.on(plant)])
    if (isSame(before, input)) return this.getRoster.execute(actor, plant)
    if (before.version !== input.version) throw new Refused('CHANGED_MEANWHILE', { roster: plant })
    checkRoster(input, before, people, actor.user)
    const roster: Roster = { ...before, duties: input.duties, deputies: input.deputies }
    const id = `roster~${plant}~${before.version + 1}`
    const detail = { duties: JSON.stringify(input.duties), deputies: JSON.stringify(input.deputies) }
    const audit = { at: this.clock.now(), by: actor.user, action: 'roster.written', subject: plant, detail }
    if (!(await this.rosters.put(roster, [{ id, audit }]))) throw new Refused('CHANGED_MEANWHILE', { roster: plant })
    return this.getRoster.execute(actor, plant)
  }
}

/** Sent twice it is one wish. */
const isSame = (a: Pick<Roster, 'duties' | 'deputies'>, b: Pick<Roster, 'duties' | 'deputies'>): boolean =>
  JSON.stringify([a.duties, a.deputies]) === JSON.stringify([b.duties, b.deputies])
