import type { SignatureRule, SignatureState } from '@genba/contracts'
import { bytesOfBase64 } from '../cacao/base64.js'
import type { Playbook } from '../cacao/playbook.js'
import type { Signature } from '../cacao/schema/signature.js'
import { signedText } from './canonical.js'
import { ALGORITHMS, HASHES, isAlgorithm, utf8, type Subtle } from './subtle.js'
import { bareKey, type Trust } from './trust.js'

/** Verifies the signatures of a playbook. One that holds by a trusted key is enough; else one that does not hold breaks it. */
export async function verifyPlaybook<Key>(
  playbook: Playbook,
  { trust, subtle, now }: { trust: Trust; subtle: Subtle<Key>; now: number },
): Promise<SignatureState> {
  const { signatures = [] } = playbook
  if (signatures.length === 0) return { is: 'unsigned' }
  const states = await Promise.all(
    signatures.map((signature) => verifyOne(playbook, signature, { trust, subtle, now })),
  )
  return (
    states.find(({ is }) => is === 'trusted') ??
    states.find(({ is }) => is === 'broken') ??
    states[0] ?? { is: 'unsigned' }
  )
}

/** Why a playbook whose signatures say so may not run by the rule; undefined when it may. */
export function refusedBy(state: SignatureState, rule: SignatureRule): string | undefined {
  if (state.is === 'broken') return `its signature does not hold: ${state.reason}`
  if (rule === 'flag' || state.is === 'trusted') return undefined
  return state.is === 'unsigned' ? 'it is not signed' : `nobody here trusts the key of ${state.signee}`
}

async function verifyOne<Key>(
  playbook: Playbook,
  signature: Signature,
  { trust, subtle, now }: { trust: Trust; subtle: Subtle<Key>; now: number },
): Promise<SignatureState> {
  const broken = (reason: string): SignatureState => ({ is: 'broken', reason })
  const { algorithm, hash_algorithm, public_key, valid_from, valid_until, revoked, signee } = signature
  if (revoked) return broken('revoked')
  if (valid_from !== undefined && now < Date.parse(valid_from)) return broken(`valid from ${valid_from}`)
  if (valid_until !== undefined && now >= Date.parse(valid_until)) return broken(`valid until ${valid_until}`)
  if (signature.related_to !== playbook.id || signature.related_version !== playbook.modified)
    return broken('made for another version')
  const hash = HASHES[hash_algorithm]
  if (!isAlgorithm(algorithm) || !hash) return broken(`${algorithm} over ${hash_algorithm} is not verified here`)
  if (public_key === undefined) return broken('names its key by a certificate, which is not followed here')
  const key = bareKey(public_key)
  const bytes = await subtle.digest(hash, utf8(signedText(playbook, signature)))
  if (!(await holds(subtle, { algorithm, key, value: signature.value, bytes: new Uint8Array(bytes) })))
    return broken('the playbook was changed after it was signed, or the key is another')
  const found = trust.keys.find(({ publicKey }) => publicKey === key)
  return found ? { is: 'trusted', by: found.name } : { is: 'unknown', signee }
}

async function holds<Key>(
  subtle: Subtle<Key>,
  {
    algorithm,
    key,
    value,
    bytes,
  }: { algorithm: keyof typeof ALGORITHMS; key: string; value: string; bytes: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  const spki = bytesOfBase64(key)
  const signature = bytesOfBase64Url(value)
  if (!spki || !signature) return false
  try {
    const imported = await subtle.importKey('spki', spki, ALGORITHMS[algorithm].key, false, ['verify'])
    return await subtle.verify(ALGORITHMS[algorithm].use, imported, signature, bytes)
  } catch {
    // A key or signature of a wrong shape is one that does not hold.
    return false
  }
}

function bytesOfBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const plain = text.replaceAll('-', '+').replaceAll('_', '/')
  return bytesOfBase64(plain.padEnd(Math.ceil(plain.length / 4) * 4, '='))
}
