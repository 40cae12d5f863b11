/**
 * The part of WebCrypto that signatures need. Whoever signs or verifies passes its own (`crypto.subtle`): this lib reads no engine, and
 * with the same keys and bytes it says the same.
 */
export interface Subtle<Key = unknown> {
  digest(algorithm: string, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
  importKey(
    format: 'spki' | 'pkcs8',
    bytes: Uint8Array<ArrayBuffer>,
    algorithm: { name: string; namedCurve?: string },
    isExtractable: boolean,
    uses: ('sign' | 'verify')[],
  ): Promise<Key>
  verify(
    algorithm: { name: string; hash?: string },
    key: Key,
    signature: Uint8Array<ArrayBuffer>,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>
  sign(algorithm: { name: string; hash?: string }, key: Key, bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>
}

/** The algorithms that Genba signs with and verifies, by their names in CACAO's vocabulary. */
export const ALGORITHMS = {
  Ed25519: { key: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
  ES256: { key: { name: 'ECDSA', namedCurve: 'P-256' }, use: { name: 'ECDSA', hash: 'SHA-256' } },
} as const
export type Algorithm = keyof typeof ALGORITHMS
export const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(ALGORITHMS, name)

/** Hashes by their IANA names as CACAO writes them, and as WebCrypto does. */
export const HASHES: Readonly<Record<string, string>> = { 'sha-256': 'SHA-256', 'sha-512': 'SHA-512' }

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  const escaped = encodeURIComponent(text)
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] === '%') {
      bytes.push(parseInt(escaped.slice(at + 1, at + 3), 16))
      at += 2
    } else bytes.push(escaped.charCodeAt(at))
  }
  return Uint8Array.from(bytes)
}
