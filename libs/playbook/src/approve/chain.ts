import type { Asked, Role } from '@genba/contracts'

/** Who is asked at the house's time-outs after those that the playbook names: standing deputies first, then the plant, then the SOC. */
const HOUSE: readonly Role[] = ['plant-engineer', 'soc-analyst']

/** Everybody who is asked one after the other, each once; those who were asked at the beginning are not in it. */
export const chainOf = (roles: readonly Role[], escalateTo: readonly Role[]): Asked[] => [
  'deputy',
  ...[...new Set([...escalateTo, ...HOUSE])].filter((role) => !roles.includes(role)),
]
