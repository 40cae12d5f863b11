import type { Grant } from '@genba/contracts'

/** A grant as it is typed. */
export type GrantText = { role: Grant['role']; plants: string }

export const toTexts = (grants: readonly Grant[]): GrantText[] =>
  grants.map(({ role, plants }) => ({ role, plants: plants === '*' ? '*' : plants.join(', ') }))

/** `*` anywhere means all plants; a role without a plant is left out. */
export function toGrants(texts: readonly GrantText[]): Grant[] {
  return texts.flatMap(({ role, plants }): Grant[] => {
    const ids = plants.split(/[\s,、]+/).filter(Boolean)
    if (ids.includes('*')) return [{ role, plants: '*' }]
    return ids.length > 0 ? [{ role, plants: [...new Set(ids)] }] : []
  })
}
