import { Injectable } from '@nestjs/common'
import type { Decider, PersonWho } from '@genba/contracts'
import { Clock } from '@genba/platform'
import { standings, type Standing } from '@genba/playbook'
import { Plants } from '../plants/plants.js'
import { People, type PersonOnPlant } from './people.js'
import { RosterStore } from './roster.store.js'

/** Who counts for which role on a plant now: grants, on-call hours and deputies together. Asked by use-cases that have asked who asks. */
@Injectable()
export class Who {
  constructor(
    private readonly people: People,
    private readonly rosters: RosterStore,
    private readonly plants: Plants,
    private readonly clock: Clock,
  ) {}

  async on(plant: string, areDeputiesAsked: boolean): Promise<{ who: PersonWho[]; people: PersonOnPlant[] }> {
    const [people, roster] = await Promise.all([this.people.on(plant), this.rosters.of(plant)])
    const timeZone = this.plants.get(plant)?.timeZone ?? 'UTC'
    const found = standings(people, { roster, timeZone, now: this.clock.now(), areDeputiesAsked })
    return { who: found.map((standing) => named(standing, people)), people }
  }

  /** The person with the roles that count for them now, their own and those of people for whom they stand in. */
  async decider(user: string, plant: string, areDeputiesAsked: boolean): Promise<Decider> {
    const { who } = await this.on(plant, areDeputiesAsked)
    const mine = who.filter((each) => each.user === user)
    const standsFor = mine.flatMap((each) => (each.standsFor ? [{ role: each.role, user: each.standsFor.user }] : []))
    const roles = [...new Set(mine.map(({ role }) => role))]
    return { user, roles, ...(standsFor.length > 0 ? { standsFor } : {}) }
  }
}

function named({ standsFor, ...standing }: Standing, people: readonly PersonOnPlant[]): PersonWho {
  const nameOf = (user: string) => people.find((each) => each.user === user)?.name ?? { ja: user, en: user }
  return {
    ...standing,
    name: nameOf(standing.user),
    ...(standsFor === undefined ? {} : { standsFor: { user: standsFor, name: nameOf(standsFor) } }),
  }
}
