import { base64Of, bytesOfBase64 } from '../cacao/base64.js'
import type { Playbook } from '../cacao/playbook.js'
import type { Signature } from '../cacao/schema/signature.js'
import { signedText } from './canonical.js'
import { ALGORITHMS, HASHES, utf8, type Algorithm, type Subtle } from './subtle.js'
import { bareKey } from './trust.js'

export type SignWith = {
  algorithm: Algorithm
  /** PEM: PKCS #8, and the SubjectPublicKeyInfo that belongs to it. */
  privateKey: string
  publicKey: string
  signee: string
  /** Id of the signature: `jss--uuid`. */
  id: string
  /** When it is made. */
  at: string
}

const HASH = 'sha-256'

/** A signature over the playbook as it is (JSS over JCS; CACAO 2.0, 10.15). Throws when the key is not one of the algorithm. */
export async function signPlaybook<Key>(playbook: Playbook, subtle: Subtle<Key>, by: SignWith): Promise<Signature> {
  const signature = {
    type: 'jss' as const,
    id: by.id,
    created_by: playbook.created_by,
    created: by.at,
    modified: by.at,
    signee: by.signee,
    related_to: playbook.id,
    related_version: playbook.modified,
    hash_algorithm: HASH,
    algorithm: by.algorithm,
    public_key: bareKey(by.publicKey),
  }
  const pkcs8 = bytesOfBase64(bareKey(by.privateKey))
  if (!pkcs8) throw new Error('the private key is no PEM')
  const key = await subtle.importKey('pkcs8', pkcs8, ALGORITHMS[by.algorithm].key, false, ['sign'])
  const hash = await subtle.digest(HASHES[HASH]!, utf8(signedText(playbook, signature)))
  const value = await subtle.sign(ALGORITHMS[by.algorithm].use, key, new Uint8Array(hash))
  const base64Url = base64Of(new Uint8Array(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  return { ...signature, value: base64Url }
}

/** The JSON text with one more signature: put in at its end when it has none yet, so that the rest stays byte for byte. */
export function withSignature(json: string, signature: Signature): string {
  const playbook = JSON.parse(json) as { signatures?: unknown[] }
  if (playbook.signatures)
    return `${JSON.stringify({ ...playbook, signatures: [...playbook.signatures, signature] }, null, 2)}\n`
  const text = JSON.stringify({ signatures: [signature] }, null, 2)
    .slice(1, -1)
    .trimEnd()
  return json.replace(/\s*\}\s*$/, `,${text}\n}\n`)
}
