import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import type { Secret } from '@genba/platform'

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12

/** Encrypts what must be read again, such as the secret of a second factor. `of` binds it to its owner: elsewhere it does not open. */
export function seal(text: string, key: Secret, of: string): string {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, keyOf(key), iv).setAAD(Buffer.from(of))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return ['v1', iv, cipher.getAuthTag(), sealed]
    .map((part) => (Buffer.isBuffer(part) ? part.toString('base64url') : part))
    .join('$')
}

/** Throws when it was sealed with another key or for somebody else. */
export function unseal(sealed: string, key: Secret, of: string): string {
  const [version, iv, tag, text] = sealed.split('$')
  if (version !== 'v1' || !iv || !tag || text === undefined) throw new Error('not sealed in the form v1$iv$tag$text')
  const decipher = createDecipheriv(CIPHER, keyOf(key), Buffer.from(iv, 'base64url'))
    .setAAD(Buffer.from(of))
    .setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}

/** The key is long and random (GENBA_SEAL_KEY), so a hash makes 32 bytes of it. */
const keyOf = (key: Secret): Buffer => createHash('sha256').update(key.reveal()).digest()
