import type { Grant } from '@genba/contracts'
import type { OidcGrant } from './config.js'

type Claims = Record<string, unknown>
const NAME_MAX_CHARS = 100

/** The grants that the values of a claim give; a claim may hold one value or many. */
export function grantsOf(claims: Claims, claim: string, table: readonly OidcGrant[]): Grant[] {
  const held = claims[claim]
  const values = Array.isArray(held) ? held : [held]
  return table.filter(({ value }) => values.includes(value)).map(({ role, plants }) => ({ role, plants }))
}

/** What the person is called here: the claim, in lower case and without what can't stand in a path; undefined when nothing is left. */
export function nameOf(claims: Claims, claim: string): string | undefined {
  const held = claims[claim]
  if (typeof held !== 'string') return undefined
  const name = held
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.@_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return name.length > 0 && name.length <= NAME_MAX_CHARS ? name : undefined
}

/** How the person is shown, in both languages the same. */
export function displayNameOf(claims: Claims, name: string): { ja: string; en: string } {
  const shown = typeof claims['name'] === 'string' && claims['name'].trim() ? claims['name'].trim() : name
  return { ja: shown, en: shown }
}
