import type { Playbook } from '../cacao/playbook.js'

type Version = Pick<Playbook, 'modified' | 'revoked' | 'valid_from' | 'valid_until'>

/** Why no run of this version may start now (CACAO 2.0, 3.1); undefined when one may. What runs already goes on. */
export function mayStart({ revoked, valid_from, valid_until }: Version, now: number): string | undefined {
  if (revoked) return 'revoked'
  if (valid_from !== undefined && now < Date.parse(valid_from)) return `valid from ${valid_from}`
  if (valid_until !== undefined && now >= Date.parse(valid_until)) return `valid until ${valid_until}`
  return undefined
}

/**
 * The version of one playbook that a run would start with now: the newest, if it may. A newest version that is revoked revokes the
 * playbook, so that an older one is not taken up again; one that is not valid yet or any more gives way to the newest that is.
 */
export function newestOf<V extends Version>(versions: readonly V[], now: number): V | undefined {
  const ordered = versions.toSorted((a, b) => Date.parse(b.modified) - Date.parse(a.modified))
  return ordered[0]?.revoked ? undefined : ordered.find((version) => mayStart(version, now) === undefined)
}
