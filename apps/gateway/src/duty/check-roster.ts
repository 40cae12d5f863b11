import { CAN, Refused, type Deputy, type Role, type Roster, type RosterInput } from '@genba/contracts'
import type { PersonOnPlant } from './people.js'

const DECIDERS = CAN['approval.decide'] as readonly Role[]

/**
 * What a roster may say: people have the role that they are on call for, stand-ins can approve something here themselves, and nobody
 * makes themselves somebody's deputy. Throws Refused BAD_INPUT with the place, or NOT_ALLOWED.
 */
export function checkRoster(input: RosterInput, before: Roster, people: readonly PersonOnPlant[], by: string): void {
  const has = (user: string, role: Role): boolean =>
    people.some((each) => each.user === user && each.roles.includes(role))
  const require = (isRight: boolean, at: string, message: string): void => {
    if (!isRight) throw new Refused('BAD_INPUT', { at, message })
  }
  input.duties.forEach(({ user, role }, n) => {
    require(DECIDERS.includes(role), `duties.${n}.role`, `${role} approves nothing`)
    require(has(user, role), `duties.${n}.user`, `${user} is no ${role} of this plant`)
  })
  input.deputies.forEach((deputy, n) => {
    const { user, standsFor, role } = deputy
    require(DECIDERS.includes(role), `deputies.${n}.role`, `${role} approves nothing`)
    require(has(standsFor, role), `deputies.${n}.standsFor`, `${standsFor} is no ${role} of this plant`)
    require(DECIDERS.some((each) =>
      has(user, each),
    ), `deputies.${n}.user`, `${user} can't approve anything on this plant`)
    if (user === by && !before.deputies.some((known) => isSame(known, deputy)))
      throw new Refused('NOT_ALLOWED', { at: `deputies.${n}.user` })
  })
}

const isSame = (a: Deputy, b: Deputy): boolean =>
  a.user === b.user && a.standsFor === b.standsFor && a.role === b.role && a.from === b.from && a.until === b.until
