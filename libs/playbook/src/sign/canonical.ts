import canonicalize from 'canonicalize'
import type { Playbook } from '../cacao/playbook.js'
import type { Signature } from '../cacao/schema/signature.js'

/** A JSON value in the canonical form of RFC 8785 (JCS): the same text for the same value, however it was written. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('only a JSON value has a canonical form')
  return text
}

/** The content of a playbook without its signatures: equal exactly when two texts are the same version (CACAO 2.0, 2.5). */
export function contentOf(playbook: Playbook): string {
  const { signatures: _, ...content } = playbook
  return canonical(content)
}

/**
 * What a signature is made over (CACAO 2.0, 10.15): the canonical form of the playbook with that one signature in it, its `value` left
 * out. Other signatures are left out too, so that each stands for itself.
 */
export function signedText(playbook: Playbook, signature: Omit<Signature, 'value'>): string {
  const { value: _, ...rest } = signature as Signature
  return canonical({ ...playbook, signatures: [rest] })
}
