import { createHash, randomBytes } from 'node:crypto'
import type { Source, SourceRow } from '@genba/contracts'

const KEY_BYTES = 32
const KEY_ID_CHARS = 8

export const newKey = (): string => `genba_${randomBytes(KEY_BYTES).toString('base64url')}`

/** Keys are random, so a plain hash can't be guessed back. */
export const hashKey = (key: string): string => createHash('sha256').update(key).digest('hex')

export const rowOf = ({ name, plant, defaultZone, keyHash, keyAt, previous }: Source, now: number): SourceRow => ({
  name,
  plant,
  ...(defaultZone ? { defaultZone } : {}),
  ...(keyAt ? { keyAt } : {}),
  ...(keyHash ? { keyId: keyHash.slice(0, KEY_ID_CHARS) } : {}),
  ...(previous && previous.until > now ? { previousUntil: previous.until } : {}),
})
