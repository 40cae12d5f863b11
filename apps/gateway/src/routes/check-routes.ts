import { ROUTES, type Route } from '@genba/contracts'

/** Path parameters whose plant the guard can find; a connector can be of several, its use-case looks; a playbook is of none. */
const LOCATED = ['incident', 'plant', 'connector', 'playbook']

/** What these are asked for is public or one's own. */
const OF_NO_PLANT: Route['access'][] = ['public', 'own-account', 'signed-in']

export type Found = { method: string; route: string | undefined; isApi: boolean }

/**
 * What is wrong between the table and the controllers' methods: a route that nobody or more than one answers, a method under /v1 that
 * is not in the table, and a path that names a thing whose plant the guard can't find.
 */
export function checkRoutes(found: readonly Found[], table: Record<string, Route> = ROUTES): string[] {
  const faults = found
    .filter(({ isApi, route }) => isApi && !route)
    .map(({ method }) => `${method} is under /v1 but not in ROUTES`)
  for (const [name, { path, access, scope }] of Object.entries(table)) {
    const answering = found.filter(({ route }) => route === name)
    if (answering.length !== 1) faults.push(`route ${name} is answered by ${answering.length} methods, not by one`)
    const first = /:([a-z]+)/i.exec(path)?.[1]
    const needsPlant = !OF_NO_PLANT.includes(access) && scope !== 'everywhere'
    if (first && needsPlant && !LOCATED.includes(first)) {
      faults.push(`route ${name}: nobody knows the plant of :${first}`)
    }
  }
  return faults
}
