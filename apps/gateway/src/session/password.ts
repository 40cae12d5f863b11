import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { PASSWORD_MIN_CHARS } from '@genba/contracts'

/** OWASP's scrypt parameters for 32 MiB of memory. A hash keeps its own, so these can grow later. */
const COST = { N: 2 ** 15, r: 8, p: 3 }
const MEMORY_MAX_BYTES = 96 * 1024 * 1024
const HASH_BYTES = 32
const SALT_BYTES = 16

/** Checked for users who do not exist, so that they take as long as those who do. */
const DECOY = join(COST, Buffer.alloc(SALT_BYTES, 'decoy'), Buffer.alloc(HASH_BYTES))

/** `scrypt$N$r$p$salt$hash` of a password, with a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return join(COST, salt, await derive(password, salt, COST, HASH_BYTES))
}

/** True when the password belongs to the hash. Without a hash it takes as long and is false. */
export async function verifyPassword(password: string, stored: string | undefined): Promise<boolean> {
  const { cost, salt, hash } = split(stored ?? DECOY)
  const derived = await derive(password, salt, cost, hash.length)
  return timingSafeEqual(derived, hash) && stored !== undefined
}

type Cost = typeof COST

function derive(password: string, salt: Buffer, cost: Cost, bytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFKC: the same Japanese password typed with another input method is the same password (NIST SP 800-63B 5.1.1.2).
    scrypt(password.normalize('NFKC'), salt, bytes, { ...cost, maxmem: MEMORY_MAX_BYTES }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}

function join(cost: Cost, salt: Buffer, hash: Buffer): string {
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join('$')
}

function split(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || !salt || !hash)
    throw new Error('a stored password hash is not in the form scrypt$N$r$p$salt$hash')
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

/** Without letters that look like others: it is read from a screen and typed once. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 5
const GROUP_CHARS = 4

/** A password of 98 bits, for its owner to change. */
export const newPassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_CHARS }, () => READABLE[randomInt(READABLE.length)]).join(''),
  ).join('-')

const DIFFERENT_MIN = 5

/** Long, not the user's name, and not one letter again and again. */
export function isStrong(password: string, user: string): boolean {
  const letters = [...password.normalize('NFKC').toLowerCase()]
  return (
    letters.length >= PASSWORD_MIN_CHARS &&
    new Set(letters).size >= DIFFERENT_MIN &&
    !letters.join('').includes(user.toLowerCase())
  )
}
